import { fieldType, traitsOf, type ColumnMapping, type CompiledField, type ValueContext } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { allowsField } from '../../access/compile-access.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { groupRecords } from '../../records/group-records.ts';
import { columnReader, writtenNames, type ColumnReader } from './column-reader.ts';
import { distinctValues, rowsAfter, type StoredBatch } from './import-store.ts';
import { lookupOrder, namedObject } from './lookup-fields.ts';
import { loadNames, textOf } from './record-names.ts';
import type { ReferenceLookup } from './reference-lookup.ts';
import { RowLinks } from './row-links.ts';
import { countryNames, holdsWordsOf, mostCategories, suspiciousValues } from './suspicious-values.ts';
import { valueContext } from './value-context.ts';

/** Everything the rows of a file are judged by, worked out once for all of them, one query per column. */
export interface CheckPlan {
  object: CatalogObject;
  columns: readonly ColumnReader[];
  key: KeyColumn | null;
  /** Rows that refer to rows, by the row and by what it means for their order. */
  links: RowLinks;
  levels: ReadonlyMap<number, number>;
  circular: ReadonlySet<number>;
  /** Row → id of the existing record it is, for rows others refer to. */
  recordOfRow: Map<number, string>;
}

export interface KeyColumn {
  reader: ColumnReader;
  records: ReferenceLookup;
}

const mostDistinct = 100_000;
const scanned = 5_000;

export async function prepareCheck(ctx: AccessContext, batch: StoredBatch): Promise<CheckPlan> {
  const object = ctx.catalog.object(batch.object);
  const prepared: PreparedColumn[] = [];
  for (const [index, mapping] of batch.mapping.entries()) {
    const field = mapping.field === null ? undefined : object.fields[mapping.field];
    if (field !== undefined) prepared.push(await prepareColumn(ctx, batch, index, mapping, field));
  }
  const columns = prepared.map(({ reader }) => reader);
  const key = await prepareKey(ctx, batch, columns);
  const links = new RowLinks();
  const recordOfRow = new Map<number, string>();
  await linkRows(ctx, batch, prepared, key, links, recordOfRow);
  return { object, columns, key, links, ...links.levels(), recordOfRow };
}

interface PreparedColumn {
  reader: ColumnReader;
  lookup?: ReferenceLookup;
  /** Set where a column refers to the object that is imported: the field its values are names of. */
  selfName?: string;
}

async function prepareColumn(
  ctx: AccessContext,
  batch: StoredBatch,
  index: number,
  mapping: ColumnMapping,
  field: CompiledField,
): Promise<PreparedColumn> {
  const replace = new Map(Object.entries(mapping.replace ?? {}).map(([from, to]) => [from.trim(), to]));
  const source = { index, column: mapping.column, field, replace, isKey: field.name === batch.key_field };
  const target = namedObject(field);
  if (target === null) {
    return { reader: columnReader(ctx, { ...source, suspicious: await findSuspicious(ctx, batch, index, field) }) };
  }
  const names = lookupOrder(ctx, field, mapping.match_by);
  const lookup = await loadNames(ctx, target, names, async () => {
    const values = await distinctValues(ctx.db, batch.id, index, mostDistinct);
    return values.flatMap(({ value }) => writtenNames(field, replace.get(value) ?? value));
  });
  const reader = columnReader(ctx, { ...source, lookup, suspicious: new Map() });
  return {
    reader,
    lookup,
    ...(target === batch.object && traitsOf(field).reference && names[0] !== undefined && { selfName: names[0] }),
  };
}

/** Only free text can be misspelt unnoticed; all else either is a value of its type or is not. */
async function findSuspicious(
  ctx: AccessContext,
  batch: StoredBatch,
  index: number,
  field: CompiledField,
): Promise<ReadonlyMap<string, string>> {
  if (!isFreeText(field, valueContext(ctx))) return new Map();
  const values = await distinctValues(ctx.db, batch.id, index, mostCategories + 1);
  if (values.length === 0 || values.length > mostCategories) return new Map();
  const lists = [...optionLists(ctx, batch.object), countryNames(ctx.locale)];
  const words = lists.filter((list) => holdsWordsOf(values, list)).flat();
  return suspiciousValues(values, [...(await knownValues(ctx, batch.object, field)), ...words]);
}

function isFreeText(field: CompiledField, context: ValueContext): boolean {
  const traits = traitsOf(field);
  if (traits.link || traits.options || traits.computed || !traits.groupable) return false;
  return fieldType(field.type).fromText('¿lorem ipsum?', field, context).ok;
}

/** What the field already holds in the workspace. */
async function knownValues(ctx: AccessContext, object: string, field: CompiledField): Promise<string[]> {
  const readable =
    ctx.access.permission(object, 'read').kind !== 'no' && allowsField(ctx.access.field(object, field.name), 'read');
  if (!readable) return [];
  const { data } = await groupRecords(ctx, object, {
    group_by: [field.name],
    aggregates: { n: 'count()' },
    sort: '-n',
    limit: 200,
  });
  return data.map((group) => textOf(group[field.name])).filter((text) => text !== null);
}

/** A text column beside a list of sectors is often one of sectors itself. */
function optionLists(ctx: AccessContext, object: string): string[][] {
  return Object.values(ctx.catalog.object(object).fields)
    .filter((field) => traitsOf(field).options && allowsField(ctx.access.field(object, field.name), 'read'))
    .map((field) => (field.options ?? []).flatMap(({ label }) => [label.en, label.zh]));
}

async function prepareKey(
  ctx: AccessContext,
  batch: StoredBatch,
  columns: readonly ColumnReader[],
): Promise<KeyColumn | null> {
  const reader = columns.find(({ field }) => field.name === batch.key_field);
  if (reader === undefined) return null;
  const records = await loadNames(ctx, batch.object, [reader.field.name], async () => {
    const values = await distinctValues(ctx.db, batch.id, reader.index, mostDistinct);
    return values.flatMap(({ value }) => [value, ...readAs(reader, value)]);
  });
  return { reader, records };
}

/** As records have it: a phone number in its international form. */
function readAs(reader: ColumnReader, value: string): string[] {
  const cell = reader.read(Object.assign([], { [reader.index]: value }));
  const text = cell.kind === 'value' ? textOf(cell.value) : null;
  return text === null || text === value ? [] : [text];
}

/** Finds, before any row is judged, which rows refer to rows of the same file, such as a subsidiary to its parent. */
async function linkRows(
  ctx: AccessContext,
  batch: StoredBatch,
  prepared: readonly PreparedColumn[],
  key: KeyColumn | null,
  links: RowLinks,
  recordOfRow: Map<number, string>,
): Promise<void> {
  const own = prepared.filter(({ selfName }) => selfName !== undefined);
  if (own.length === 0) return;
  const readers = new Map(prepared.map(({ reader }) => [reader.field.name, reader]));
  await eachRow(ctx, batch, ({ row, cells }) => {
    for (const { lookup, selfName } of own) {
      const name = readers.get(selfName!)?.text(cells) ?? '';
      if (name !== '') lookup!.addRow(row, name);
    }
    const existing = key === null ? undefined : key.records.resolve(key.reader.text(cells));
    if (existing?.kind === 'record') recordOfRow.set(row, existing.id);
  });
  await eachRow(ctx, batch, ({ row, cells }) => {
    for (const { reader } of own) {
      const cell = reader.read(cells);
      if (cell.kind === 'row') links.add(row, cell.row);
    }
  });
}

async function eachRow(
  ctx: AccessContext,
  batch: StoredBatch,
  visit: (row: { row: number; cells: string[] }) => void,
): Promise<void> {
  for (let after = 0; ;) {
    const rows = await rowsAfter(ctx.db, batch.id, after, scanned);
    if (rows.length === 0) return;
    for (const row of rows) visit(row);
    after = rows.at(-1)!.row;
  }
}

import {
  sameJson,
  writtenValue,
  type JsonValue,
  type Parsed,
  type ValueContext,
  type WorkspaceSettings,
} from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { ColumnConversion, KeptField } from '../physical/ddl-step.ts';
import { countryText, readCountry } from '../physical/country-source.ts';
import { columnTexts } from '../physical/default-literals.ts';
import { columnParts } from '../physical/shape.ts';
import { identifier } from '../physical/sql-text.ts';
import { readValueText, valueText } from '../physical/stored-value.ts';
import { convertValues } from './convert-values.ts';
import { keptAside, type KeptIssue } from './kept-values.ts';

/** A record's values in the two columns of a conversion, as texts. */
export interface ConversionRow {
  id: string;
  former: string | null;
  own: string | null;
  /** By what the record names the country of a number in the one column, and in the other. */
  former_country: string | null;
  own_country: string | null;
}

/** What a chunk of records came to. */
export interface ConvertedChunk {
  /** Records whose new column has to change, with the text of each of its parts. */
  changed: { id: string; former: string | null; parts: (string | null)[] }[];
  kept: { record_id: string; value: string; issue: KeptIssue }[];
}

/** SQL of a row as `ConversionRow` has it; `row` is the alias and its point. */
export function rowColumns({ from, to }: ColumnConversion, row = ''): string {
  const columns = [
    `${row}id::text as id`,
    `${valueText(from.shape, from.column, row)} as former`,
    `${valueText(to.shape, to.column, row)} as own`,
    `${countryText(from.country, row)} as former_country`,
    `${countryText(to.country, row)} as own_country`,
  ];
  return columns.join(', ');
}

/**
 * Works out what the records have in the new column. Where it still has a value from when the field was of this type before,
 * that value stands, as long as the field has been left with what it became, or empty where it became nothing.
 */
export async function convertChunk(
  db: Queryable,
  conversion: ColumnConversion,
  rows: readonly ConversionRow[],
  workspace: WorkspaceSettings,
): Promise<ConvertedChunk> {
  const { from, to } = conversion;
  const context = contextOf(workspace);
  const former = rows.map((row) => readValueText(from.shape, row.former));
  const own = rows.map((row) => readValueText(to.shape, row.own));
  const aside = await keptAside(
    db,
    to,
    rows.filter((_, index) => former[index] === null).map((row) => row.id),
  );
  const [forth, back] = [
    await convertValues(
      db,
      from,
      to,
      former,
      contextsOf(
        context,
        to,
        rows.map((row) => row.own_country),
      ),
    ),
    await convertValues(
      db,
      to,
      from,
      own,
      contextsOf(
        context,
        from,
        rows.map((row) => row.former_country),
      ),
    ),
  ];
  const chunk: ConvertedChunk = { changed: [], kept: [] };
  rows.forEach((row, index) => {
    if (own[index] !== null && (becomes(back[index]!, former[index]!) || aside.has(row.id))) return;
    const result = forth[index]!;
    const value = result.ok ? result.value : null;
    if (!result.ok) chunk.kept.push(keptOf(row.id, former[index]!, result, from, context));
    if (sameJson(value, own[index]!)) return;
    chunk.changed.push({ id: row.id, former: row.former, parts: partsOf(value, to, workspace) });
  });
  return chunk;
}

export function contextOf({ locale, time_zone, currency, phone_country }: WorkspaceSettings): ValueContext {
  return { locale, time_zone, currency, phone_country };
}

/** By record, the context in which its value is read as one of this field: with the country that the record names. */
export function contextsOf(
  context: ValueContext,
  { country }: KeptField,
  countries: readonly (string | null)[],
): ValueContext[] {
  return countries.map((text) => {
    const record_country = readCountry(country, text);
    return record_country === undefined ? context : { ...context, record_country };
  });
}

/** Whether a value of the former type is what the field has now; what does not convert left it empty. */
function becomes(converted: Parsed, now: JsonValue): boolean {
  return sameJson(converted.ok ? converted.value : null, now);
}

function keptOf(
  id: string,
  value: JsonValue,
  { code, params }: Extract<Parsed, { ok: false }>,
  from: KeptField,
  context: ValueContext,
): ConvertedChunk['kept'][number] {
  return { record_id: id, value: writtenValue(value, from.field, context), issue: { code, params } };
}

function partsOf(value: JsonValue, to: KeptField, workspace: WorkspaceSettings): (string | null)[] {
  if (value === null) return columnParts(to.shape).map(() => null);
  return columnTexts(value, to.field, to.shape, workspace);
}

/** Writes what changed, where a record's former value is still the one that was read; the rest has been marked anew. */
export async function writeChunk(
  db: Queryable,
  { table, from, to }: ColumnConversion,
  changed: ConvertedChunk['changed'],
): Promise<void> {
  if (changed.length === 0) return;
  const parts = columnParts(to.shape);
  const names = parts.map((_, index) => `v${index}`);
  const set = parts.map(({ suffix, type }, index) => `${identifier(to.column + suffix)} = v.v${index}::${type}`);
  await db.query(
    `update ${table} as t set ${set.join(', ')}
     from unnest($1::uuid[], $2::text[], ${names.map((_, index) => `$${index + 3}::text[]`).join(', ')})
       as v (id, former, ${names.join(', ')})
     where t.id = v.id and ${valueText(from.shape, from.column, 't.')} is not distinct from v.former`,
    [
      changed.map((each) => each.id),
      changed.map((each) => each.former),
      ...parts.map((_, index) => changed.map((each) => each.parts[index] ?? null)),
    ],
  );
}

import {
  describeError,
  fieldType,
  relationOf,
  traitsOf,
  writtenItems,
  type CompiledField,
  type JsonValue,
  type RecordData,
} from '@stratacrm/sdk';
import { queryRecords } from '../api/records.ts';
import { pointedAt, referred, referredAll, valueAt } from '../fields/references.ts';
import { isReadBeside, nameText, valueContext, valueText } from '../fields/value-context.ts';
import { currentLocale, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import type { GridColumn } from './grid-column.ts';

/** Half a page of answers: each name may be that of two records, and one must see that it is. */
const NAMES_AT_ONCE = 100;

/** A cell that is to be written, as somebody wrote it in a spreadsheet. */
export interface CellWrite {
  record: RecordData;
  column: GridColumn;
  text: string;
}

/** A cell with its new value. */
export interface CellChange {
  record: RecordData;
  column: GridColumn;
  value: JsonValue;
}

/** Why a cell was not taken. */
export interface CellProblem {
  id: string;
  path: string;
  message: string;
}

/** A cell for the clipboard: bare numbers and dates, which spreadsheets calculate with and we read back. */
export function cellText({ field, path }: GridColumn, record: RecordData): string {
  const value = valueAt(record, path);
  if (value === null || value === undefined) return '';
  const traits = traitsOf(field);
  if (traits.reference) return referred(field, value)?.name ?? '';
  if (relationOf(field)?.kind === 'many') return namesText(field, value);
  if (relationOf(field)?.kind === 'any') return pointedAt(value)?.name ?? '';
  if (isMoney(value))
    return value.currency === valueContext().currency ? value.amount : `${value.currency} ${value.amount}`;
  if (traits.options || (typeof value !== 'string' && typeof value !== 'number')) return valueText(field, value);
  return String(value);
}

/** `Anna Smith; 王芳`, as it is read back. */
function namesText(field: CompiledField, value: JsonValue): string {
  return referredAll(field, value)
    .map((record) => record.name)
    .filter((name) => name !== '')
    .join('; ');
}

function isMoney(value: JsonValue): value is { amount: string; currency: string } {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}

/** Texts to values, cell by cell; references by the name of their record, asked for all at once. */
export async function readCells(
  writes: readonly CellWrite[],
): Promise<{ changes: CellChange[]; problems: CellProblem[] }> {
  const names = await recordsByName(writes);
  const changes: CellChange[] = [];
  const problems: CellProblem[] = [];
  for (const { record, column, text } of writes) {
    const read = readCell(column, text.trim(), names);
    if ('value' in read) changes.push({ record, column, value: read.value });
    else problems.push({ id: record.id, path: column.path, message: read.problem });
  }
  return { changes, problems };
}

type NamesOf = ReadonlyMap<string, string[]>;

function readCell(column: GridColumn, text: string, names: NamesOf): { value: JsonValue } | { problem: string } {
  const { field } = column;
  if (!column.editable) return { problem: t('list.notEditable', { field: column.label }) };
  if (text === '')
    return field.required === true ? { problem: t('fields.neededNow', { label: column.label }) } : { value: null };
  if (traitsOf(field).reference) return readName(column, text, names);
  if (relationOf(field)?.kind === 'many') {
    const read = writtenItems(text).map((name) => readName(column, name, names));
    return (
      read.find((each) => 'problem' in each) ?? { value: read.flatMap((each) => ('value' in each ? each.value : [])) }
    );
  }
  if (isReadBeside(field)) return { value: text };
  const parsed = fieldType(field.type).fromText(text, field, valueContext());
  if (!parsed.ok) return { problem: describeError(currentLocale(), parsed.code, parsed.params) };
  return { value: parsed.value };
}

function readName({ field }: GridColumn, text: string, names: NamesOf): { value: JsonValue } | { problem: string } {
  const target = useCatalogue().targetOf(field) ?? '';
  const found = names.get(`${target} ${text.toLowerCase()}`) ?? [];
  if (found.length === 1) {
    const nameField = useCatalogue().object(target)?.name_field ?? 'name';
    return { value: { id: found[0]!, [nameField]: text } };
  }
  return { problem: t(found.length === 0 ? 'list.nameUnknown' : 'list.nameAmbiguous', { name: text }) };
}

async function recordsByName(writes: readonly CellWrite[]): Promise<NamesOf> {
  const catalogue = useCatalogue();
  const wanted = new Map<string, Set<string>>();
  for (const { column, text } of writes) {
    const target = catalogue.targetOf(column.field);
    if (target === undefined || text.trim() === '') continue;
    const texts = relationOf(column.field)?.kind === 'many' ? writtenItems(text) : [text.trim()];
    for (const name of texts) wanted.set(target, (wanted.get(target) ?? new Set()).add(name));
  }
  const found = new Map<string, string[]>();
  for (const [target, texts] of wanted) {
    for (const record of await recordsCalled(target, [...texts])) {
      const key = `${target} ${nameText(catalogue.object(target), record).toLowerCase()}`;
      found.set(key, [...(found.get(key) ?? []), record.id]);
    }
  }
  return found;
}

async function recordsCalled(object: string, names: readonly string[]): Promise<RecordData[]> {
  const nameField = useCatalogue().object(object)?.name_field ?? 'name';
  const found: RecordData[] = [];
  for (let at = 0; at < names.length; at += NAMES_AT_ONCE) {
    const some = names.slice(at, at + NAMES_AT_ONCE).map((name) => JSON.stringify(name));
    const filter = `${nameField} in [${some.join(', ')}]`;
    found.push(...(await queryRecords(object, { fields: ['id', nameField], filter, limit: 200 })).data);
  }
  return found;
}

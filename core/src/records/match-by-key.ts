import { StrataError, type CompiledField, type Issue, type JsonValue, type ValueContext } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { parseValue, valueContext } from './pipeline/parse-values.ts';
import { recordCountries } from './pipeline/record-countries.ts';
import { keyOf, recordsByValue } from './pipeline/records-by-value.ts';
import { sightOn } from './query/readable-object.ts';
import { unknownFieldIssue } from './query/selection.ts';
import type { WriteRequest } from './write-records.ts';
import type { RecordInput } from './written-record.ts';

/** What is to be done with a row, or what is wrong with its key. */
export type Matched = Extract<WriteRequest, { action: 'create' | 'update' }> | Issue[];

/**
 * For each row: change the record that has its key, or make one where nobody has. Only records the writer may see are
 * found; the key of another then counts as taken when the row is created, which is all that uniqueness has to say.
 * Throws `unknown_field` and `not_a_key` at `upsert.key`.
 */
export async function matchByKey(
  ctx: AccessContext,
  object: string,
  key: string,
  rows: readonly RecordInput[],
): Promise<Matched[]> {
  const { sight } = sightOn(ctx, object);
  const visible = sight.model.objects[object]!;
  const field = keyField(visible, key);
  const values = valueContext({ ctx });
  const inputs = () => rows.map((input) => ({ id: null, input }));
  const contextOf = await recordCountries(ctx, visible, inputs, (each, value) => parseValue(each, value, values));
  const keys = rows.map((row, index) => readKey(field, row[key] ?? null, contextOf?.(index, field, values) ?? values));
  const wanted = keys.flatMap((each) => (each.ok ? [each.value] : []));
  const found = await recordsByValue(ctx, sight, object, field, wanted);
  const seen = new Set<string>();
  return rows.map((input, index): Matched => {
    const read = keys[index]!;
    if (!read.ok) return [read.issue];
    const value = keyOf(read.value);
    if (seen.has(value)) return [{ path: key, code: 'duplicate_in_batch' }];
    seen.add(value);
    const id = found.get(value);
    return id === undefined ? { action: 'create', input } : { action: 'update', id, input: without(input, key) };
  });
}

function keyField(object: Parameters<typeof unknownFieldIssue>[0], key: string): CompiledField {
  const field = Object.hasOwn(object.fields, key) ? object.fields[key] : undefined;
  if (field === undefined) throw StrataError.invalid([unknownFieldIssue(object, key, 'upsert.key')]);
  if (field.unique === true) return field;
  throw StrataError.invalid([{ path: 'upsert.key', code: 'not_a_key', params: { field: field.label } }]);
}

type Key = { ok: true; value: JsonValue } | { ok: false; issue: Issue };

function readKey(field: CompiledField, input: JsonValue, values: ValueContext): Key {
  const path = field.name;
  const text = typeof input === 'string' ? input : '';
  if (text.includes('\0') || !text.isWellFormed()) return { ok: false, issue: { path, code: 'invalid_text' } };
  const parsed = parseValue(field, input, values);
  if (!parsed.ok) return { ok: false, issue: { path, code: parsed.code, params: parsed.params } };
  if (parsed.value === null) return { ok: false, issue: { path, code: 'required', params: { label: field.label } } };
  return { ok: true, value: parsed.value };
}

/** The record has this key already: who may not change the field may still say which record he means. */
function without(input: RecordInput, key: string): RecordInput {
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== key));
}

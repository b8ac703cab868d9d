import type { CompiledField, Issue, JsonValue, ValueContext } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { parseValue, valueContext } from './pipeline/parse-values.ts';
import { recordCountries } from './pipeline/record-countries.ts';
import { sightOn } from './query/readable-object.ts';
import { keyTextOf, recordsByKey, upsertKey, type UpsertKey } from './upsert-key.ts';
import type { WriteRequest } from './write-records.ts';
import type { RecordInput } from './written-record.ts';

/** What is to be done with a row, or what is wrong with its key. */
export type Matched = Extract<WriteRequest, { action: 'create' | 'update' }> | Issue[];

/**
 * For each row: change the record that has its key, or make one where nobody has. Only records the writer may see are
 * found; the key of another then counts as taken when the row is created, which is all that uniqueness has to say. By a
 * rule with a condition only those it holds for are found. Throws `unknown_field` and `not_a_key` at `upsert.key`.
 */
export async function matchByKey(
  ctx: AccessContext,
  object: string,
  name: string,
  rows: readonly RecordInput[],
): Promise<Matched[]> {
  const { sight } = sightOn(ctx, object);
  const visible = sight.model.objects[object]!;
  const key = upsertKey(visible, name);
  const values = valueContext({ ctx });
  const inputs = () => rows.map((input) => ({ id: null, input }));
  const contextOf = await recordCountries(ctx, visible, inputs, (each, value) => parseValue(each, value, values));
  const keys = rows.map((row, index) => readKey(key, row, (field) => contextOf?.(index, field, values) ?? values));
  const wanted = keys.flatMap((each) => (each.ok ? [each.values] : []));
  const found = await recordsByKey(ctx, sight, object, key, wanted);
  const seen = new Set<string>();
  return rows.map((input, index): Matched => {
    const read = keys[index]!;
    if (!read.ok) return read.issues;
    const text = keyTextOf(key, read.values);
    if (seen.has(text)) return key.fields.map((field) => ({ path: field.name, code: 'duplicate_in_batch' }));
    seen.add(text);
    const id = found.get(text);
    return id === undefined ? { action: 'create', input } : { action: 'update', id, input: without(input, key) };
  });
}

type Key = { ok: true; values: JsonValue[] } | { ok: false; issues: Issue[] };

function readKey({ fields }: UpsertKey, row: RecordInput, contextOf: (field: CompiledField) => ValueContext): Key {
  const issues: Issue[] = [];
  const values: JsonValue[] = [];
  for (const field of fields) {
    const read = readPart(field, row[field.name] ?? null, contextOf(field));
    if (read.ok) values.push(read.value);
    else issues.push(read.issue);
  }
  return issues.length === 0 ? { ok: true, values } : { ok: false, issues };
}

type Part = { ok: true; value: JsonValue } | { ok: false; issue: Issue };

function readPart(field: CompiledField, input: JsonValue, values: ValueContext): Part {
  const path = field.name;
  const text = typeof input === 'string' ? input : '';
  if (text.includes('\0') || !text.isWellFormed()) return { ok: false, issue: { path, code: 'invalid_text' } };
  const parsed = parseValue(field, input, values);
  if (!parsed.ok) return { ok: false, issue: { path, code: parsed.code, params: parsed.params } };
  if (parsed.value === null) return { ok: false, issue: { path, code: 'required', params: { label: field.label } } };
  return { ok: true, value: parsed.value };
}

/** The record has these values already: who may not change the fields may still say which record he means. */
function without(input: RecordInput, { fields }: UpsertKey): RecordInput {
  const names = new Set(fields.map((field) => field.name));
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.has(name)));
}

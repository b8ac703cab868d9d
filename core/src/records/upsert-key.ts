import { StrataError, type CompiledField, type CompiledObject, type JsonValue } from '@stratacrm/sdk';
import type { Context } from '../kernel/context.ts';
import { keyOf, recordsByValue } from './pipeline/records-by-value.ts';
import { unknownFieldIssue } from './query/selection.ts';
import type { Sight } from './sight/sight.ts';
import { keyTogether, recordsTogether, type ValuesTogether } from './unique/records-together.ts';
import { uniqueRules, type UniqueRule } from './unique/unique-rule.ts';

const NONE = { en: 'none', zh: '无' };

/** What tells the rows of an upsert apart: a unique field, or the fields that are unique together by a rule of the object. */
export interface UpsertKey {
  fields: readonly CompiledField[];
  rule: UniqueRule | null;
}

/**
 * The key of that name, of what the writer may see of the object: a rule over a field he may not read is none, so that
 * nothing is learnt from what it finds. Throws `unknown_field` and `not_a_key` at `upsert.key`.
 */
export function upsertKey(visible: CompiledObject, name: string): UpsertKey {
  const field = Object.hasOwn(visible.fields, name) ? visible.fields[name] : undefined;
  if (field?.unique === true) return { fields: [field], rule: null };
  const rule = uniqueRules(visible).find((each) => each.name === name);
  if (rule !== undefined) return { fields: rule.fields, rule };
  if (field === undefined) throw StrataError.invalid([unknownFieldIssue(visible, name, 'upsert.key')]);
  const params = { field: field.label, keys: upsertKeys(visible).join(', ') || NONE };
  throw StrataError.invalid([{ path: 'upsert.key', code: 'not_a_key', params }]);
}

/** All names that can be a key: of unique fields, then of rules. */
export function upsertKeys(visible: CompiledObject): string[] {
  const fields = Object.values(visible.fields).filter((field) => field.unique === true && field.archived !== true);
  return [...new Set([...fields, ...uniqueRules(visible)].map((each) => each.name))];
}

/** What equal values of a key have in common. */
export function keyTextOf({ rule }: UpsertKey, values: ValuesTogether): string {
  return rule === null ? keyOf(values[0]!) : keyTogether(values);
}

/** The living records within this sight that have one of these: text of the key → id. */
export function recordsByKey(
  ctx: Context,
  sight: Sight,
  object: string,
  { fields, rule }: UpsertKey,
  wanted: readonly ValuesTogether[],
): Promise<Map<string, string>> {
  if (rule !== null) return recordsTogether(ctx, sight, object, rule, wanted);
  const values = wanted.map(([value]): JsonValue => value!);
  return recordsByValue(ctx, sight, object, fields[0]!, values);
}

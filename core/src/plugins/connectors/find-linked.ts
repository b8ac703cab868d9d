import type { Issue, JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { parseValue, valueContext } from '../../records/pipeline/parse-values.ts';
import { allRecordsByValue, keyOf } from '../../records/pipeline/records-by-value.ts';
import { sightOn } from '../../records/query/readable-object.ts';
import { unknownFieldIssue } from '../../records/query/selection.ts';
import type { MappedField } from './field-mapping.ts';

/** The record a value leads to, null where there is no value, or why it leads to none. */
export type Linked = { id: string | null } | { issue: Issue };

/** For each value the one record that has it in the field by which such records are found, of those the writer may see. */
export async function findLinked(
  ctx: AccessContext,
  { field, via }: MappedField & { via: NonNullable<MappedField['via']> },
  values: readonly JsonValue[],
): Promise<Linked[]> {
  const { sight } = sightOn(ctx, via.object);
  const visible = sight.model.objects[via.object];
  const by = visible?.fields[via.field.name];
  if (visible === undefined || by === undefined) {
    const issue: Issue =
      visible === undefined
        ? { path: field.name, code: 'unknown_object', params: { name: via.object, suggestion: '' } }
        : unknownFieldIssue(visible, via.field.name, field.name);
    return values.map(() => ({ issue }));
  }
  const about = valueContext({ ctx });
  const parsed = values.map((value) => (isEmpty(value) ? null : parseValue(by, value, about)));
  const wanted = parsed.flatMap((each) => (each?.ok === true && each.value !== null ? [each.value] : []));
  const found = await allRecordsByValue(ctx, sight, via.object, by, wanted);
  return parsed.map((each, at): Linked => {
    if (each === null || (each.ok && each.value === null)) return { id: null };
    if (!each.ok) return { issue: { path: field.name, code: each.code, params: each.params } };
    const [id, ...others] = found.get(keyOf(each.value)) ?? [];
    const params = { field: by.label, value: String(values[at]) };
    if (id === undefined) return { issue: { path: field.name, code: 'linked_record_missing', params } };
    return others.length > 0 ? { issue: { path: field.name, code: 'linked_record_ambiguous', params } } : { id };
  });
}

function isEmpty(value: JsonValue): boolean {
  return value === null || value === '';
}

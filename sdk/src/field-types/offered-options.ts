import type { FieldDocument, SelectOption } from '../documents/field.ts';
import type { JsonValue } from '../json.ts';

/** Whether an option is offered beside a value of the field that controls it; one that names no values always is. */
export function isOffered(option: SelectOption, controlling: JsonValue | undefined): boolean {
  if (option.when === undefined) return true;
  const values = Array.isArray(controlling) ? controlling : [controlling];
  return option.when.some((each) => values.includes(each));
}

/** The first chosen value that is not offered beside the controlling value; undefined where all are. */
export function notOffered(
  field: FieldDocument,
  chosen: JsonValue | undefined,
  controlling: JsonValue | undefined,
): SelectOption | undefined {
  if (field.controlled_by === undefined || chosen === null || chosen === undefined) return undefined;
  const values = Array.isArray(chosen) ? chosen : [chosen];
  return field.options?.find((option) => values.includes(option.value) && !isOffered(option, controlling));
}

import { isOffered, type CompiledField, type JsonValue } from '@stratacrm/sdk';

/** The field with only the options offered beside what the record now says in the field that controls it. */
export function offeredField(field: CompiledField, values: { readonly [field: string]: JsonValue }): CompiledField {
  const { controlled_by: controlledBy, options } = field;
  if (controlledBy === undefined || options === undefined) return field;
  const controlling = values[controlledBy];
  const offered = options.filter((option) => isOffered(option, controlling));
  return offered.length === options.length ? field : { ...field, options: offered };
}

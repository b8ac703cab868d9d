import { StrataError } from '../errors/strata-error.ts';
import type { FieldDocument } from '../documents/field.ts';
import { didYouMean } from '../suggestion.ts';
import type { FieldTraits, FieldType } from './field-type.ts';

/** Every field type. */
export const FIELD_TYPES: readonly FieldType[] = [];

const byName = new Map(FIELD_TYPES.map((type) => [type.name, type]));

/** The field type of that name; throws `unknown_field_type`, with a suggestion. */
export function fieldType(name: string): FieldType {
  const found = byName.get(name);
  if (found === undefined)
    throw new StrataError('unknown_field_type', { type: name, suggestion: didYouMean(name, byName.keys()) });
  return found;
}

export function isFieldType(name: string): boolean {
  return byName.has(name);
}

/** What can be done with the field. */
export function traitsOf(field: FieldDocument): FieldTraits {
  const { traits } = fieldType(field.type);
  return typeof traits === 'function' ? traits(field, fieldType) : traits;
}

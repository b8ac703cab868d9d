import {
  fieldType,
  operatorsFor,
  partsOf,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type ConditionOperator,
} from '@stratacrm/sdk';
import { readableFields } from '../fields/readable-fields.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** Paths of all fields one may filter by: the object's own, then one step through each reference. */
export function filterPaths(object: CompiledObject): string[] {
  const catalogue = useCatalogue();
  const own = readableFields(object);
  const further = own.flatMap((field) => {
    const target = traitsOf(field).reference ? catalogue.object(catalogue.targetOf(field) ?? '') : undefined;
    return target === undefined
      ? []
      : readableFields(target)
          .filter((each) => !each.system)
          .map((each) => `${field.name}.${each.name}`);
  });
  return [...own.flatMap((field) => [field.name, ...partPaths(field)]), ...further];
}

/** `address.city` and the like. */
function partPaths(field: CompiledField): string[] {
  return partsOf(field).map((part) => `${field.name}.${part.name}`);
}

/**
 * The field a condition's value is typed into: of a value that is found by its text, and of free words, one text is asked
 * for, not a whole value.
 */
export function askedField(field: CompiledField): CompiledField {
  const type = fieldType(field.type);
  const inText = type.text !== undefined || traitsOf(field).suggested;
  if (!inText) return field;
  const { pattern: _, ...rest } = field;
  return { ...rest, type: 'text' };
}

/** The operator of that name for a field. */
export function operatorOf(field: CompiledField | undefined, name: string): ConditionOperator | undefined {
  return field === undefined ? undefined : operatorsFor(field).find((each) => each.name === name);
}

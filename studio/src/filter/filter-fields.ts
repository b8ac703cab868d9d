import {
  conditionField,
  fieldType,
  isFieldType,
  operatorsFor,
  partsOf,
  relatedFields,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type ConditionOperator,
  type ExpressionScope,
} from '@stratacrm/sdk';
import { readableFields } from '../fields/readable-fields.ts';
import { label } from '../i18n/i18n.ts';
import { pathLabel } from '../list/grid-column.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** Paths of all one may filter by: the object's own fields, one step through each reference, then the records that point here. */
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
  const pointing = relatedFields(filterScope(object)).filter((field) => !field.system);
  return [
    ...own.flatMap((field) => [field.name, ...partPaths(field)]),
    ...further,
    ...pointing.map(({ name }) => name),
  ];
}

/** What a filter on the object may name. */
export function filterScope(object: CompiledObject): ExpressionScope {
  return { model: { objects: useCatalogue().objects }, object: object.name, form: 'filter' };
}

/** The field a condition speaks of: at a path, or the records that point here. */
export function fieldOfCondition(object: CompiledObject, path: string): CompiledField | undefined {
  return isPointing(path) ? conditionField(path, filterScope(object)) : useCatalogue().field(object.name, path);
}

/** What people call it. */
export function conditionLabel(object: CompiledObject, path: string): string {
  return isPointing(path) ? label(fieldOfCondition(object, path)?.label) : pathLabel(object, path);
}

function isPointing(path: string): boolean {
  return path.startsWith('related(');
}

/** `address.city` and the like. */
function partPaths(field: CompiledField): string[] {
  // Whose id a part is, nobody can choose.
  const parts = partsOf(field).filter((part) => part.type.type !== 'ref');
  return parts.map((part) => `${field.name}.${part.name}`);
}

/**
 * The field a condition's value is typed into: of a value that is found by its text, and of free words, one text is asked
 * for, not a whole value.
 */
export function askedField(field: CompiledField): CompiledField {
  // Of what is computed the result is asked for.
  if (field.result !== undefined && isFieldType(field.result)) return askedField(resultField(field, field.result));
  const type = fieldType(field.type);
  const inText = type.text !== undefined || traitsOf(field).suggested;
  if (!inText) return field;
  const { pattern: _, ...rest } = field;
  return { ...rest, type: 'text' };
}

function resultField(field: CompiledField, type: string): CompiledField {
  const { result: _, expression: __, ...rest } = field;
  return { ...rest, type };
}

/** What can be asked of a field. */
export function operatorsOf(field: CompiledField): readonly ConditionOperator[] {
  return operatorsFor(field, { objects: useCatalogue().objects });
}

/** The operator of that name for a field. */
export function operatorOf(field: CompiledField | undefined, name: string): ConditionOperator | undefined {
  return field === undefined ? undefined : operatorsOf(field).find((each) => each.name === name);
}

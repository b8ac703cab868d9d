import {
  conditionField,
  fieldType,
  isFieldType,
  operatorsFor,
  partsOf,
  relatedFields,
  relationOf,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type ConditionOperator,
} from '@stratacrm/sdk';
import { label } from '../i18n/i18n.ts';
import { scopeOf, type ConditionModel } from './condition-model.ts';

/** Paths of all one may ask about: the object's own fields, one step through each reference, then the records that point here. */
export function conditionPaths(model: ConditionModel, object: CompiledObject): string[] {
  const own = model.fields(object);
  const further = own.flatMap((field) => {
    const target = traitsOf(field).reference ? model.objects()[targetOf(field) ?? ''] : undefined;
    return target === undefined
      ? []
      : model
          .fields(target)
          .filter((each) => !each.system || isOfPeople(each))
          .map((each) => `${field.name}.${each.name}`);
  });
  const pointing = relatedFields(scopeOf(model, object)).filter((field) => !field.system);
  return [
    ...own.flatMap((field) => [field.name, ...partPaths(field)]),
    ...further,
    ...pointing.map(({ name }) => name),
  ];
}

/** Whose a record is, and of which team he is, is asked of what it points to as well. */
function isOfPeople(field: CompiledField): boolean {
  return ['user', 'team'].includes(targetOf(field) ?? '');
}

/** The field a condition speaks of: at a path, or the records that point here. */
export function fieldOfCondition(
  model: ConditionModel,
  object: CompiledObject,
  path: string,
): CompiledField | undefined {
  return conditionField(path, scopeOf(model, object));
}

/** What people call it: "Account › Industry". */
export function conditionLabel(model: ConditionModel, object: CompiledObject, path: string): string {
  if (path.startsWith('related(')) return label(fieldOfCondition(model, object, path)?.label);
  const names = path.split('.');
  return names
    .map((name, at) => {
      const part =
        at === 0 ? undefined : partLabel(fieldOfCondition(model, object, names.slice(0, at).join('.')), name);
      return part ?? label(fieldOfCondition(model, object, names.slice(0, at + 1).join('.'))?.label);
    })
    .join(' › ');
}

function partLabel(field: CompiledField | undefined, name: string): string | undefined {
  const part = field && partsOf(field).find((each) => each.name === name);
  return part && label(part.label);
}

/** The one object whose records a field names. */
export function targetOf(field: CompiledField): string | undefined {
  const relation = relationOf(field);
  return relation === undefined || relation.kind === 'any' ? undefined : relation.to;
}

/** Paths of other fields that this one can be compared with. */
export function comparablePaths(model: ConditionModel, object: CompiledObject, path: string): string[] {
  const own = fieldOfCondition(model, object, path);
  if (own === undefined) return [];
  const wanted = likeness(own);
  return conditionPaths(model, object).filter((each) => {
    const other = each === path || each.startsWith('related(') ? undefined : fieldOfCondition(model, object, each);
    return other !== undefined && likeness(other) === wanted;
  });
}

/** Equal for what may stand on the two sides of a comparison. */
function likeness(field: CompiledField): string {
  const type = fieldType(field.type).expressionType(field, fieldType);
  if (type.type === 'ref') return `ref ${type.object}`;
  return type.type === 'int' ? 'decimal' : type.type;
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
export function operatorsOf(
  model: ConditionModel,
  object: CompiledObject,
  field: CompiledField,
): readonly ConditionOperator[] {
  return operatorsFor(field, scopeOf(model, object));
}

/** The operator of that name for the field at a path. */
export function operatorOf(
  model: ConditionModel,
  object: CompiledObject,
  path: string,
  name: string,
): ConditionOperator | undefined {
  const field = fieldOfCondition(model, object, path);
  return field && operatorsOf(model, object, field).find((each) => each.name === name);
}

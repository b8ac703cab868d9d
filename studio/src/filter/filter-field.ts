import { fieldType, traitsOf, type CompiledField, type CompiledObject, type JsonValue } from '@stratacrm/sdk';
import { literalOf } from '../list/groups.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { OPERATORS, operandKind, type Condition, type OperandKind } from './condition.ts';

/** A field one can filter by. */
export interface FilterField {
  path: string;
  field: CompiledField;
  kind: OperandKind;
}

/** The field at a path, as far as filters go; null where there is none to be read. */
export function filterField(object: CompiledObject, path: string): FilterField | null {
  const field = useCatalogue().field(object.name, path);
  if (field === undefined) return null;
  const type = fieldType(field.type);
  const kind = operandKind(type.expressionType(field, fieldType), traitsOf(field), type.editor === 'user');
  return { path, field, kind };
}

/** All fields to choose from: the object's own, then one step through each reference. */
export function filterFields(object: CompiledObject): FilterField[] {
  const catalogue = useCatalogue();
  const readable = (of: CompiledObject): CompiledField[] =>
    Object.values(of.fields).filter(
      (field) => field.archived !== true && catalogue.fieldPermission(of.name, field.name) !== 'none',
    );
  const own = readable(object);
  const further = own.flatMap((field) => {
    const target = traitsOf(field).reference ? catalogue.object(catalogue.targetOf(field) ?? '') : undefined;
    return target === undefined
      ? []
      : readable(target)
          .filter((each) => !each.system)
          .map((each) => `${field.name}.${each.name}`);
  });
  return [...own.map((field) => field.name), ...further].flatMap((path) => filterField(object, path) ?? []);
}

/** A condition as CEL. */
export function writeCondition({ field, kind }: FilterField, condition: Condition): string {
  const days = OPERATORS[condition.operator].takes === 'days';
  const values = condition.values.map((value) => (days ? String(value) : written(field, kind, value)));
  return OPERATORS[condition.operator].write(condition.path, values);
}

function written(field: CompiledField, kind: OperandKind, value: JsonValue): string {
  return kind === 'number' ? literalOf(field, value) : JSON.stringify(value);
}

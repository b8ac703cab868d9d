import type { CompiledField } from '../model/compiled.ts';
import { partField } from '../field-types/field-part.ts';
import { childListOf, fieldType } from '../field-types/index.ts';
import { incomingReferences } from './check-related.ts';
import { operatorsFor, type ConditionOperator } from './condition-operators.ts';
import type { Condition, ConditionValue } from './condition.ts';
import { ConditionReader } from './condition-reader.ts';
import type { ExpressionScope } from './expression.ts';
import type { ExpressionType } from './expression-type.ts';
import { liveField, objectOf } from './names.ts';
import { isNumber } from './type-text.ts';

/**
 * The CEL text of conditions that must all hold; empty text for none. Throws on an unknown field or operator, for those
 * come from the program, not from people.
 */
export function expressionFromConditions(conditions: readonly Condition[], scope: ExpressionScope): string {
  return writeAll(conditions, scope, scope.form === 'record' ? 'record.' : '');
}

/** The conditions a text consists of, or null where it has not that simple shape (or is wrong) and can only be shown as CEL. */
export function conditionsFromExpression(source: string, scope: ExpressionScope): Condition[] | null {
  return new ConditionReader({ write: expressionFromConditions, fieldOf: conditionField }).read(source, scope);
}

/** `prefix`: what stands before a field's name where the condition is written. */
function writeAll(conditions: readonly Condition[], scope: ExpressionScope, prefix: string): string {
  return conditions.map((condition) => writeCondition(condition, scope, prefix)).join(' && ');
}

function writeCondition(condition: Condition, scope: ExpressionScope, prefix: string): string {
  const field = conditionField(condition.field, scope);
  const operator = field && operatorsFor(field, scope).find((candidate) => candidate.name === condition.operator);
  if (field === undefined || operator === undefined)
    throw new Error(`${condition.field} ${condition.operator} is no condition`);
  const type = operandType(field, operator);
  const items = recordsOf(field);
  const where =
    items === undefined ? '' : writeAll(condition.where ?? [], { ...scope, object: items, form: 'filter' }, 'x.');
  return operator.write(
    (condition.former === true ? 'old.' : prefix) + condition.field,
    condition.values.map((value) => writtenValue(value, type, prefix)),
    where,
    condition.field,
  );
}

const INT: ExpressionType = { type: 'int' };
const DECIMAL: ExpressionType = { type: 'decimal' };

function operandType(field: CompiledField, { operand }: ConditionOperator): ExpressionType {
  if (operand === 'days' || operand === 'records_count') return INT;
  if (operand === 'distance') return DECIMAL;
  return fieldType(field.type).expressionType(field, fieldType);
}

function writtenValue(value: ConditionValue, type: ExpressionType, prefix: string): string {
  if (typeof value === 'object') return 'field' in value ? prefix + value.field : value.expression;
  if (type.type === 'duration') return durationLiteral(numberText(value));
  return isNumber(type) ? numberText(value) : JSON.stringify(String(value));
}

function durationLiteral(milliseconds: string): string {
  return `duration("${milliseconds}ms")`;
}

function numberText(value: string | number): string {
  const text = String(value).trim();
  if (!/^-?\d{1,40}(\.\d{1,40})?$/.test(text)) throw new Error(`${JSON.stringify(text)} is no plain number`);
  return text;
}

/** The object of the records that a field's value is a list of; undefined for any other field. */
export function recordsOf(field: CompiledField): string | undefined {
  const type = fieldType(field.type).expressionType(field, fieldType);
  return type.type === 'list' && type.of.type === 'ref' ? type.of.object : undefined;
}

/** The field a path leads to; undefined where it leads nowhere. */
export function fieldAt(path: readonly string[], scope: ExpressionScope): CompiledField | undefined {
  let object = objectOf(scope, scope.object);
  let field: CompiledField | undefined;
  for (const name of path) {
    field = object === undefined ? field && partField(field, name) : liveField(object, name);
    if (field === undefined) return undefined;
    const type = fieldType(field.type).expressionType(field, fieldType);
    object = type.type === 'ref' ? objectOf(scope, type.object) : undefined;
  }
  return field;
}

/** What a condition speaks of: a field, or the records that point here as a list of their own. */
export function conditionField(path: string, scope: ExpressionScope): CompiledField | undefined {
  const pointing = /^related\("(\w+)\.(\w+)"\)$/.exec(path);
  if (pointing === null) return fieldAt(path.split('.'), scope);
  return relatedFields(scope).find((field) => field.name === path);
}

/** The records that point to the scope's object, by each reference, as lists of its own. Owned lists are not told twice. */
export function relatedFields(scope: ExpressionScope): CompiledField[] {
  const own = Object.values(objectOf(scope, scope.object)?.fields ?? {}).map((field) => childListOf(field));
  return incomingReferences(scope, scope.object)
    .filter(({ object, field }) => !own.some((list) => list?.object === object.name && list.via === field.name))
    .map(({ object, field }) => ({
      kind: 'field',
      id: `${scope.object} ${object.name}.${field.name}`,
      name: `related("${object.name}.${field.name}")`,
      object: scope.object,
      label: {
        en: `${object.label_plural.en}: ${field.label.en}`,
        zh: `${object.label_plural.zh}：${field.label.zh}`,
      },
      type: 'children',
      children: object.name,
      via: field.name,
      system: field.system,
      origin: field.origin,
    }));
}

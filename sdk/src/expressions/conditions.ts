import type { CompiledField } from '../model/compiled.ts';
import { partField } from '../field-types/field-part.ts';
import { fieldType } from '../field-types/index.ts';
import { checkExpression } from './check-expression.ts';
import { operatorsFor, type ConditionOperator } from './condition-operators.ts';
import type { ExpressionScope } from './expression.ts';
import type { ExpressionType } from './expression-type.ts';
import { partsOfNode } from './expression-parts.ts';
import type { ExpressionNode } from './expression-node.ts';
import { liveField, objectOf } from './names.ts';
import { isNumber } from './type-text.ts';

/** One line of a filter as people put it together without writing CEL. */
export interface Condition {
  /** Field name or dotted path. */
  field: string;
  /** Name of one of the field's operators. */
  operator: string;
  /** What the operator wants: nothing, one value, several, two, a number of days. Numbers may be given as decimal text. */
  values: readonly (string | number)[];
}

/**
 * The CEL text of conditions that must all hold; empty text for none. Throws on an unknown field or operator, for those
 * come from the program, not from people.
 */
export function expressionFromConditions(conditions: readonly Condition[], scope: ExpressionScope): string {
  return conditions.map((condition) => writeCondition(condition, scope)).join(' && ');
}

function writeCondition(condition: Condition, scope: ExpressionScope): string {
  const field = fieldAt(condition.field.split('.'), scope);
  const operator = field && operatorsFor(field).find((candidate) => candidate.name === condition.operator);
  if (field === undefined || operator === undefined)
    throw new Error(`${condition.field} ${condition.operator} is no condition`);
  return write(condition.field, field, operator, condition.values, scope);
}

function write(
  path: string,
  field: CompiledField,
  operator: ConditionOperator,
  values: readonly (string | number)[],
  scope: ExpressionScope,
): string {
  const name = scope.form === 'record' ? `record.${path}` : path;
  const type = operator.operand === 'days' ? INT : fieldType(field.type).expressionType(field, fieldType);
  return operator.write(
    name,
    values.map((value) => writtenValue(value, type)),
  );
}

const INT: ExpressionType = { type: 'int' };

function writtenValue(value: string | number, type: ExpressionType): string {
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

/**
 * The conditions a text consists of, or null where it has not that simple shape (or is wrong) and can only be shown as CEL.
 * A condition is recognised by writing it anew and finding the same meaning.
 */
export function conditionsFromExpression(source: string, scope: ExpressionScope): Condition[] | null {
  if (source.trim() === '') return [];
  const parts = conjuncts(source, scope);
  if (parts === null) return null;
  const conditions: Condition[] = [];
  for (let at = 0; at < parts.length;) {
    const found = recognise(parts.slice(at, at + 2), scope) ?? recognise(parts.slice(at, at + 1), scope);
    if (found === null) return null;
    conditions.push(found.condition);
    at += found.parts;
  }
  return conditions;
}

function conjuncts(source: string, scope: ExpressionScope): readonly ExpressionNode[] | null {
  const result = checkExpression(source, { ...scope, expect: { type: 'bool' } });
  if (!result.ok) return null;
  const { node } = result.expression;
  return node.kind === 'logic' && node.operator === 'and' ? node.operands : [node];
}

function recognise(
  parts: readonly ExpressionNode[],
  scope: ExpressionScope,
): { condition: Condition; parts: number } | null {
  const path = parts.length === 0 ? undefined : firstField(parts[0]!);
  const field = path === undefined ? undefined : fieldAt(path, scope);
  if (path === undefined || field === undefined) return null;
  const name = path.join('.');
  const wanted = shape(parts);
  for (const operator of operatorsFor(field)) {
    for (const values of candidates(operator, parts)) {
      const again = conjuncts(write(name, field, operator, values, scope), scope);
      if (again !== null && again.length === parts.length && shape(again) === wanted) {
        return { condition: { field: name, operator: operator.name, values }, parts: parts.length };
      }
    }
  }
  return null;
}

function firstField(node: ExpressionNode): readonly string[] | undefined {
  if (node.kind === 'field') return node.of === 'record' ? node.path : undefined;
  for (const child of partsOfNode(node)) {
    const found = firstField(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The literals of the parts that could be an operator's values. */
function candidates(operator: ConditionOperator, parts: readonly ExpressionNode[]): string[][] {
  const literals = parts.flatMap(literalsOf);
  switch (operator.operand) {
    case 'none':
      return [[]];
    case 'values':
      return [literals];
    case 'range':
      return literals.length === 2 ? [literals] : [];
    case 'value':
      return literals.slice(0, 1).map((value) => [value]);
    case 'days':
      return literals.filter((value) => /^-?\d+$/.test(value)).map((value) => [value.replace('-', '')]);
  }
}

function literalsOf(node: ExpressionNode): string[] {
  if (node.kind === 'literal') return typeof node.value === 'string' ? [node.value] : [];
  return partsOfNode(node).flatMap(literalsOf);
}

/** Equal for equal meaning: the nodes without their places in the source and without the names of item variables. */
function shape(nodes: readonly ExpressionNode[]): string {
  return JSON.stringify(nodes, function (this: { kind?: string }, key: string, value: unknown) {
    if (key === 'from' || key === 'to') return undefined;
    const isVariable =
      (key === 'variable' && typeof value === 'string') || (key === 'name' && this.kind === 'variable');
    return isVariable ? 'x' : value;
  });
}

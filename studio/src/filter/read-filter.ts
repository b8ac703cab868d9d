import {
  checkExpression,
  type CompareOperator,
  type ExpressionNode,
  type FieldNode,
  type JsonValue,
  type ModelResponse,
} from '@stratacrm/sdk';
import type { Condition, FilterPart, OperatorName } from './condition.ts';

/** What a filter says, part by part; null where the text is no filter at all. */
export function readFilter(source: string, object: string, model: Pick<ModelResponse, 'objects'>): FilterPart[] | null {
  if (source.trim() === '') return [];
  const result = checkExpression(source, { model, object, form: 'filter' });
  if (!result.ok) return null;
  const { node } = result.expression;
  const parts = (node.kind === 'logic' && node.operator === 'and' ? node.operands : [node]).map((part) => ({
    source: outerText(source, part),
    condition: readCondition(part),
  }));
  return joinRanges(parts);
}

/** `!(a in b)` as written, brackets that the node itself leaves out included. */
function outerText(source: string, node: ExpressionNode): string {
  let { from, to } = node;
  while (
    /\(\s*$/.test(source.slice(0, from)) &&
    /^\s*\)/.test(source.slice(to)) &&
    !/[\w]\s*\(\s*$/.test(source.slice(0, from))
  ) {
    from = source.slice(0, from).replace(/\(\s*$/, '').length;
    to += /^\s*\)/.exec(source.slice(to))?.[0].length ?? 0;
  }
  return source.slice(from, to);
}

/** From today on and at most so many days ahead is one sentence to a person. */
function joinRanges(parts: readonly FilterPart[]): FilterPart[] {
  const joined: FilterPart[] = [];
  for (const part of parts) {
    const before = joined.at(-1);
    if (
      before?.condition?.operator === 'future' &&
      part.condition?.operator === 'next_days' &&
      before.condition.path === part.condition.path
    ) {
      joined[joined.length - 1] = { source: `${before.source} && ${part.source}`, condition: part.condition };
    } else joined.push(part);
  }
  return joined.map((part) =>
    part.condition?.operator === 'next_days' && !part.source.includes('&&') ? { ...part, condition: null } : part,
  );
}

function readCondition(node: ExpressionNode): Condition | null {
  switch (node.kind) {
    case 'missing': {
      const path = fieldPath(node.operand);
      return path === null ? null : { path, operator: node.negated ? 'filled' : 'empty', values: [] };
    }
    case 'compare':
      return readComparison(node.operator, node.left, node.right);
    case 'in':
      return readMembership(node.item, node.list);
    case 'call':
      return readCall(node.function, node.args);
    case 'field':
      return node.type.type === 'bool' ? { path: node.path.join('.'), operator: 'yes', values: [] } : null;
    case 'not':
      return negate(readCondition(node.operand));
    default:
      return null;
  }
}

const NEGATED: Partial<Record<OperatorName, OperatorName>> = {
  any_of: 'none_of',
  none_of: 'any_of',
  contains: 'contains_not',
  is: 'is_not',
  is_not: 'is',
  has: 'has_not',
  yes: 'no',
  no: 'yes',
  empty: 'filled',
  filled: 'empty',
};

function negate(condition: Condition | null): Condition | null {
  const operator = condition === null ? undefined : NEGATED[condition.operator];
  return condition === null || operator === undefined ? null : { ...condition, operator };
}

function readComparison(operator: CompareOperator, left: ExpressionNode, right: ExpressionNode): Condition | null {
  const path = fieldPath(left);
  if (path === null) return null;
  if (operator === '==' && right.kind === 'user' && right.name === 'id') return { path, operator: 'me', values: [] };
  const clock = readClock(path, operator, plain(right));
  if (clock !== null) return clock;
  const value = literalValue(right);
  if (value === undefined) return null;
  if (typeof value === 'boolean') return { path, operator: (operator === '==') === value ? 'yes' : 'no', values: [] };
  const name = comparisonName(operator, left);
  return name === null ? null : { path, operator: name, values: [value] };
}

const DATE_NAMES: Partial<Record<CompareOperator, OperatorName>> = {
  '==': 'is',
  '!=': 'is_not',
  '<': 'before',
  '<=': 'until',
  '>': 'after',
  '>=': 'since',
};
const NUMBER_NAMES: Partial<Record<CompareOperator, OperatorName>> = {
  '==': 'is',
  '!=': 'is_not',
  '<': 'less',
  '<=': 'most',
  '>': 'more',
  '>=': 'least',
};

function comparisonName(operator: CompareOperator, field: ExpressionNode): OperatorName | null {
  const type = plain(field).type.type;
  if (type === 'date' || type === 'timestamp') return DATE_NAMES[operator] ?? null;
  if (type === 'int' || type === 'decimal') return NUMBER_NAMES[operator] ?? null;
  return operator === '==' ? 'is' : operator === '!=' ? 'is_not' : null;
}

/** Comparisons with today: past, future, the next and last so many days. */
function readClock(path: string, operator: CompareOperator, right: ExpressionNode): Condition | null {
  if (right.kind !== 'call') return null;
  if (right.function === 'today') {
    if (operator === '<') return { path, operator: 'past', values: [] };
    return operator === '>=' ? { path, operator: 'future', values: [] } : null;
  }
  const [base, days] = right.args;
  if (right.function !== 'addDays' || base === undefined || days === undefined) return null;
  const start = plain(base);
  if (start.kind !== 'call' || start.function !== 'today') return null;
  const count = wholeNumber(days);
  if (count === null) return null;
  if (operator === '<=' && count > 0) return { path, operator: 'next_days', values: [count] };
  return operator === '>=' && count < 0 ? { path, operator: 'last_days', values: [-count] } : null;
}

function readMembership(item: ExpressionNode, list: ExpressionNode): Condition | null {
  const path = fieldPath(item);
  if (path !== null && list.kind === 'user' && list.name === 'teams' && path.endsWith('.team')) {
    return { path: path.slice(0, -'.team'.length), operator: 'my_team', values: [] };
  }
  if (path !== null && list.kind === 'list') {
    const values = list.items.map(literalValue);
    return values.includes(undefined) ? null : { path, operator: 'any_of', values: values as JsonValue[] };
  }
  const whole = fieldPath(list);
  const value = literalValue(item);
  return whole === null || value === undefined ? null : { path: whole, operator: 'has', values: [value] };
}

function readCall(name: string, args: readonly ExpressionNode[]): Condition | null {
  const operator = ({ containsText: 'contains', startsWith: 'starts' } as const)[name];
  const [field, text] = args;
  if (operator === undefined || field === undefined || text === undefined) return null;
  const path = fieldPath(field);
  const value = literalValue(text);
  return path === null || typeof value !== 'string' ? null : { path, operator, values: [value] };
}

/** Without the conversions the checker put in. */
function plain(node: ExpressionNode): ExpressionNode {
  return node.kind === 'convert' ? plain(node.operand) : node;
}

function fieldPath(node: ExpressionNode): string | null {
  const field = plain(node);
  return field.kind === 'field' && field.of === 'record' ? (field as FieldNode).path.join('.') : null;
}

function literalValue(node: ExpressionNode): JsonValue | undefined {
  const literal = plain(node);
  if (literal.kind === 'negate') {
    const value = literalValue(literal.operand);
    return typeof value === 'string' ? `-${value}` : undefined;
  }
  return literal.kind === 'literal' && literal.value !== null ? literal.value : undefined;
}

function wholeNumber(node: ExpressionNode): number | null {
  const value = literalValue(node);
  const number = typeof value === 'string' && value !== '' ? Number(value) : NaN;
  return Number.isInteger(number) ? number : null;
}

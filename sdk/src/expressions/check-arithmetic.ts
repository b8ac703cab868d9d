import { tooCostly, wrongType, type SourceRange } from './check-failure.ts';
import { fit } from './coerce.ts';
import type { ArithmeticOperator, ExpressionNode } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';
import { MAX_DIGITS, QUOTIENT_SCALE } from './number.ts';
import { isNumber } from './type-text.ts';

const timestamp: ExpressionType = { type: 'timestamp' };
const duration: ExpressionType = { type: 'duration' };

/** `+ - * / %` on numbers, `+` on texts, `+ -` on moments and durations. */
export function checkArithmetic(
  operator: ArithmeticOperator,
  left: ExpressionNode,
  right: ExpressionNode,
  range: SourceRange,
): ExpressionNode {
  if (operator === '+' && left.type.type === 'text') return concat(left, right, range);
  if (isNumber(left.type)) return numeric(operator, left, right, range);
  if (operator === '+' || operator === '-') {
    const moved = temporal(operator, left, right, range);
    if (moved !== undefined) return moved;
  }
  if (left.type.type === 'date') {
    throw wrongType(
      range,
      {
        en: 'addDays(date, n), addMonths(date, n) or daysBetween(a, b)',
        zh: 'addDays(日期, n)、addMonths(日期, n) 或 daysBetween(a, b)',
      },
      left.type,
    );
  }
  throw wrongType(left, { type: 'decimal' }, left.type);
}

function concat(left: ExpressionNode, right: ExpressionNode, range: SourceRange): ExpressionNode {
  const text = fit(right, { type: 'text' });
  if (text === undefined)
    throw wrongType(right, { en: 'a text; text(x) makes one', zh: '文本，可用 text(x) 转换' }, right.type);
  return { kind: 'concat', type: { type: 'text' }, left, right: text, ...range };
}

function numeric(
  operator: ArithmeticOperator,
  left: ExpressionNode,
  right: ExpressionNode,
  range: SourceRange,
): ExpressionNode {
  if (!isNumber(right.type)) throw wrongType(right, { type: 'decimal' }, right.type);
  const whole = operator !== '/' && left.type.type === 'int' && right.type.type === 'int';
  const node: ExpressionNode = {
    kind: 'arithmetic',
    type: { type: whole ? 'int' : 'decimal' },
    operator,
    left,
    right,
    ...range,
  };
  const { before, after } = digitsOf(node);
  if (before + after > MAX_DIGITS)
    throw tooCostly(range, { en: `numbers of ${MAX_DIGITS} digits`, zh: `${MAX_DIGITS} 位数字` });
  return node;
}

function temporal(
  operator: '+' | '-',
  left: ExpressionNode,
  right: ExpressionNode,
  range: SourceRange,
): ExpressionNode | undefined {
  const make = (type: ExpressionType, a: ExpressionNode, b: ExpressionNode): ExpressionNode => ({
    kind: 'arithmetic',
    type,
    operator,
    left: a,
    right: b,
    ...range,
  });
  if (left.type.type === 'duration') {
    if (right.type.type === 'duration') return make(duration, left, right);
    const moment = operator === '+' ? fit(right, timestamp) : undefined;
    return moment === undefined ? undefined : make(timestamp, moment, left);
  }
  if (right.type.type === 'duration' && left.type.type === 'timestamp') return make(timestamp, left, right);
  const [a, b] = [fit(left, timestamp), fit(right, timestamp)];
  const oneIsMoment = left.type.type === 'timestamp' || right.type.type === 'timestamp';
  return operator === '-' && oneIsMoment && a !== undefined && b !== undefined ? make(duration, a, b) : undefined;
}

interface Digits {
  before: number;
  after: number;
}

const known = new WeakMap<ExpressionNode, Digits>();

/**
 * A bound on the digits of a number, so that no chain of multiplications outgrows what both JavaScript and PostgreSQL
 * compute exactly.
 */
export function digitsOf(node: ExpressionNode): Digits {
  const found = known.get(node);
  if (found !== undefined) return found;
  const digits = countDigits(node);
  known.set(node, digits);
  return digits;
}

/** What a stored number or the answer of a function over dates and texts has at most. */
const STORED: Digits = { before: 20, after: 20 };

function countDigits(node: ExpressionNode): Digits {
  switch (node.kind) {
    case 'literal': {
      const [before = '', after = ''] = String(node.value ?? '0').split('.');
      return { before: before.length, after: after.length };
    }
    case 'negate':
      return digitsOf(node.operand);
    case 'choose':
      return widest([node.then, node.otherwise]);
    case 'call':
      return widest(node.args.filter((arg) => isNumber(arg.type)));
    case 'arithmetic':
      return result(node.operator, digitsOf(node.left), digitsOf(node.right));
    default:
      return STORED;
  }
}

function widest(nodes: readonly ExpressionNode[]): Digits {
  const all = [STORED, ...nodes.map(digitsOf)];
  return {
    before: Math.max(...all.map((digits) => digits.before)) + 1,
    after: Math.max(...all.map((digits) => digits.after)),
  };
}

function result(operator: ArithmeticOperator, left: Digits, right: Digits): Digits {
  switch (operator) {
    case '*':
      return { before: left.before + right.before, after: left.after + right.after };
    case '/':
      return { before: left.before + right.after, after: QUOTIENT_SCALE };
    default:
      return { before: Math.max(left.before, right.before) + 1, after: Math.max(left.after, right.after) };
  }
}

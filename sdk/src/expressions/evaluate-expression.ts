import type { Decimal } from 'decimal.js';
import { instantText } from './calendar.ts';
import { compileNode, type Program } from './compile-node.ts';
import type { CheckedExpression, ExpressionBindings } from './expression.ts';
import { plainDecimal } from './number.ts';

const programs = new WeakMap<CheckedExpression, Program>();

/**
 * Evaluates a checked expression; never throws for want of a value. The answer is a canonical API value: int a number,
 * decimal an exact text without needless zeros, timestamp RFC 3339 in UTC, duration milliseconds, null when missing.
 */
export function evaluateExpression(expression: CheckedExpression, bindings: ExpressionBindings): unknown {
  let program = programs.get(expression);
  if (program === undefined) programs.set(expression, (program = compileNode(expression.node)));
  const clock = { now: bindings.now.getTime(), time_zone: bindings.time_zone };
  return canonical(program({ bindings, clock, variables: new Map() }), expression);
}

function canonical(value: unknown, { type }: CheckedExpression): unknown {
  if (value === null) return null;
  switch (type.type) {
    case 'int':
      return safeInteger(value as Decimal);
    case 'decimal':
      return plainDecimal(value as Decimal);
    case 'timestamp':
      return instantText(value as number);
    default:
      return value;
  }
}

/** A whole number that JavaScript cannot hold exactly is missing rather than wrong. */
function safeInteger(value: Decimal): number | null {
  const number = value.toNumber();
  return Number.isSafeInteger(number) ? number + 0 : null;
}

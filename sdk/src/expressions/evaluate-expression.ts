import type { CheckedExpression, ExpressionBindings } from './expression.ts';

/** Evaluates a checked expression; the answer is a canonical API value, null when missing. */
export function evaluateExpression(_expression: CheckedExpression, _bindings: ExpressionBindings): unknown {
  throw new Error('not built yet');
}

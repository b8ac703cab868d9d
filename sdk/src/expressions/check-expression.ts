import type { CheckResult, ExpressionScope } from './expression.ts';

/** Reads and type-checks an expression. */
export function checkExpression(_source: string, _scope: ExpressionScope): CheckResult {
  throw new Error('not built yet');
}

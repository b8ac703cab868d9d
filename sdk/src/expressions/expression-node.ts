import type { ExpressionType } from './expression-type.ts';

/** A node of a checked expression: what the evaluator runs and what the SQL compiler translates. */
export interface ExpressionNode {
  type: ExpressionType;
}

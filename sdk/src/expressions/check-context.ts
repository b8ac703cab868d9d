import type { ASTNode } from '@marcbachmann/cel-js';
import type { SelectOption } from '../documents/field.ts';
import type { SourceRange } from './check-failure.ts';
import type { ExpressionNode, FieldNode } from './expression-node.ts';

/** What the checks of single constructs ask of the checker that walks the whole expression. */
export interface CheckContext {
  usesClock: boolean;
  /** The typed node of a syntax tree; throws a CheckFailure. */
  check(ast: ASTNode): ExpressionNode;
  /** Brings values to one type: the widest of them. */
  unify(nodes: readonly ExpressionNode[]): ExpressionNode[];
  /** Refuses what has no meaning in the database where the expression is to run there. */
  refuseInSql(range: SourceRange, name: string): void;
  /** The node of a path of field names, each followed through the model. */
  fieldNode(of: 'record' | 'old', names: readonly (SourceRange & { name: string })[], range: SourceRange): FieldNode;
  /** The options a value is chosen from, where it comes out of a select field. */
  optionsOf(node: ExpressionNode): readonly SelectOption[] | undefined;
}

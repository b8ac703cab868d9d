import type { ASTNode } from '@marcbachmann/cel-js';
import type { SelectOption } from '../documents/field.ts';
import type { SourceRange } from './check-failure.ts';
import type { ExpressionNode, FieldNode } from './expression-node.ts';
import type { ExpressionScope } from './expression.ts';
import type { ExpressionType } from './expression-type.ts';

/** The item variable of exists() and its like while its body is checked. */
export interface ItemVariable {
  name: string;
  type: ExpressionType;
  options: readonly SelectOption[] | undefined;
  /** The items are records, whose fields follow after a dot. */
  records: boolean;
}

/** What the checks of single constructs ask of the checker that walks the whole expression. */
export interface CheckContext {
  readonly scope: ExpressionScope;
  usesClock: boolean;
  /** Fields that are read of any object, as `object.field`. */
  readonly reads: Set<string>;
  /** The typed node of a syntax tree; throws a CheckFailure. */
  check(ast: ASTNode): ExpressionNode;
  /** Brings values to one type: the widest of them. */
  unify(nodes: readonly ExpressionNode[]): ExpressionNode[];
  /** Refuses what has no meaning in the database where the expression is to run there. */
  refuseInSql(range: SourceRange, name: string): void;
  /** The node of a path of field names, each followed through the model. */
  fieldNode(of: 'record' | 'old', names: readonly (SourceRange & { name: string })[], range: SourceRange): FieldNode;
  /** The record in question, as a reference to itself. */
  recordNode(range: SourceRange): FieldNode;
  /** Refuses a further list of records where there are too many. */
  countList(range: SourceRange): void;
  /** Checks what is said of the items of a list under a name of their own. */
  within<Result>(item: ItemVariable, range: SourceRange, work: () => Result): Result;
  /** The options a value is chosen from, where it comes out of a select field. */
  optionsOf(node: ExpressionNode): readonly SelectOption[] | undefined;
}

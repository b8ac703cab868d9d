import type { ExpressionType, RecordListType } from './expression-type.ts';
import type { FunctionName } from './functions/index.ts';

/** What an expression may ask of the person who acts. */
export type UserName = 'id' | 'email' | 'name' | 'roles' | 'teams' | 'managed_teams' | 'record';

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';

/**
 * How two values are compared or computed with. `text`: by code point; `number`: exact, whatever mixture of int and
 * decimal; `ref`: two ids; `timestamp`: two moments (dates were converted before).
 */
export type ValueClass = 'bool' | 'number' | 'text' | 'date' | 'time' | 'timestamp' | 'duration' | 'ref';

/** int and decimal as exact decimal text, duration as whole milliseconds in text, timestamp as RFC 3339 in UTC, null for null. */
export type LiteralValue = string | boolean | null;

interface NodeBase {
  type: ExpressionType;
  /** Offsets into the source, end exclusive. */
  from: number;
  to: number;
}

export interface LiteralNode extends NodeBase {
  kind: 'literal';
  value: LiteralValue;
}

/** A field of the record or of its former state: `['account', 'industry']`. */
export interface FieldNode extends NodeBase {
  kind: 'field';
  of: 'record' | 'old';
  path: readonly string[];
}

export interface UserNode extends NodeBase {
  kind: 'user';
  name: UserName;
}

/** The item variable of an enclosing exists(), all(), exists_one() or filter(). */
export interface VariableNode extends NodeBase {
  kind: 'variable';
  name: string;
}

/** A field of the record that an item variable stands for: `l.product.name`. */
export interface ItemFieldNode extends NodeBase {
  kind: 'item_field';
  variable: string;
  /** The object of that record. */
  object: string;
  path: readonly string[];
}

/**
 * The living records of an object whose field `via` names the record `of`: child records, or `related("contact.account")`.
 * Never missing; empty where there are none.
 */
export interface RelatedNode extends NodeBase {
  kind: 'related';
  type: RecordListType;
  object: string;
  via: string;
  of: ExpressionNode;
  /** The field by which the source names the list, from the object on that has it, and where the source does so. */
  named: { object: string; path: readonly string[]; from: number; to: number };
}

/** The living records behind the ids of a field that names several. Never missing. */
export interface SeveralNode extends NodeBase {
  kind: 'several';
  type: RecordListType;
  object: string;
  ids: FieldNode | ItemFieldNode;
}

/** `a.is_under(b)`: whether a is b or lies beneath it, going up by the reference `via` of their object. */
export interface UnderNode extends NodeBase {
  kind: 'under';
  object: string;
  via: string;
  item: ExpressionNode;
  top: ExpressionNode;
}

export interface NotNode extends NodeBase {
  kind: 'not';
  operand: ExpressionNode;
}

export interface NegateNode extends NodeBase {
  kind: 'negate';
  operand: ExpressionNode;
}

/** A chain of && or of ||, at least two long, by Kleene's three-valued logic. */
export interface LogicNode extends NodeBase {
  kind: 'logic';
  operator: 'and' | 'or';
  operands: readonly ExpressionNode[];
}

/** null when either side is missing. */
export interface CompareNode extends NodeBase {
  kind: 'compare';
  operator: CompareOperator;
  as: ValueClass;
  left: ExpressionNode;
  right: ExpressionNode;
}

/** `x == null`, `x != null`, `has(x)`: never null itself. */
export interface MissingNode extends NodeBase {
  kind: 'missing';
  operand: ExpressionNode;
  negated: boolean;
}

/** number with number; timestamp ± duration; timestamp - timestamp; duration ± duration. */
export interface ArithmeticNode extends NodeBase {
  kind: 'arithmetic';
  operator: ArithmeticOperator;
  left: ExpressionNode;
  right: ExpressionNode;
}

export interface ConcatNode extends NodeBase {
  kind: 'concat';
  left: ExpressionNode;
  right: ExpressionNode;
}

/** `a ? b : c`; c also where a is null. */
export interface ChooseNode extends NodeBase {
  kind: 'choose';
  condition: ExpressionNode;
  then: ExpressionNode;
  otherwise: ExpressionNode;
}

export interface ListNode extends NodeBase {
  kind: 'list';
  items: readonly ExpressionNode[];
}

export interface InNode extends NodeBase {
  kind: 'in';
  as: ValueClass;
  item: ExpressionNode;
  list: ExpressionNode;
}

/** `list.exists(x, …)`, `list.all(x, …)` or `list.exists_one(x, …)`, by Kleene's three-valued logic over the items. */
export interface QuantifierNode extends NodeBase {
  kind: 'quantifier';
  quantifier: 'exists' | 'all' | 'exists_one';
  variable: string;
  list: ExpressionNode;
  body: ExpressionNode;
}

/** `list.filter(x, …)`: the items of which it is true. */
export interface FilterNode extends NodeBase {
  kind: 'filter';
  variable: string;
  list: ExpressionNode;
  body: ExpressionNode;
}

/** `changed('stage')`: the field's value differs from the former one; true on a new record when it has a value. */
export interface ChangedNode extends NodeBase {
  kind: 'changed';
  field: FieldNode;
  old: FieldNode;
}

/** A date as the moment it begins, or a moment as the date it falls on, in the reader's time zone. */
export interface ConvertNode extends NodeBase {
  kind: 'convert';
  to_type: 'timestamp' | 'date' | 'text';
  operand: ExpressionNode;
}

export interface CallNode extends NodeBase {
  kind: 'call';
  function: FunctionName;
  args: readonly ExpressionNode[];
}

/** A node of a checked expression: what the evaluator runs and what the SQL compiler translates. */
export type ExpressionNode =
  | LiteralNode
  | FieldNode
  | UserNode
  | VariableNode
  | ItemFieldNode
  | RelatedNode
  | SeveralNode
  | UnderNode
  | NotNode
  | NegateNode
  | LogicNode
  | CompareNode
  | MissingNode
  | ArithmeticNode
  | ConcatNode
  | ChooseNode
  | ListNode
  | InNode
  | QuantifierNode
  | FilterNode
  | ChangedNode
  | ConvertNode
  | CallNode;

import type {
  CheckedExpression,
  CompareNode,
  ExpressionNode,
  ExpressionScope,
  ExpressionType,
  FieldNode,
  UserName,
} from '@stratacrm/sdk';

/**
 * A condition as people say it: clauses joined by "and" or by "or". An expression with this simple shape can be shown and
 * edited as a sentence; any other is only text.
 */
export interface Sentence {
  join: 'and' | 'or';
  clauses: Clause[];
}

export type ClauseOperator =
  | 'is'
  | 'is_not'
  | 'greater'
  | 'at_least'
  | 'less'
  | 'at_most'
  | 'one_of'
  | 'not_one_of'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'has_item'
  | 'has_not_item'
  | 'yes'
  | 'no'
  | 'empty'
  | 'not_empty'
  | 'changed';

export interface Clause {
  /** Whether it speaks of the record as it is to be, or as it was. */
  of: 'record' | 'old';
  path: string[];
  operator: ClauseOperator;
  /** Absent for operators that stand alone. */
  value?: ClauseValue;
}

export type ClauseValue =
  | { kind: 'text'; text: string }
  /** Whole or decimal number as written. */
  | { kind: 'number'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'user'; name: UserName }
  /** Another field of the record. */
  | { kind: 'field'; path: string[] }
  /** Anything else that stands on the right, `addDays(today(), 30)`, kept as text. */
  | { kind: 'expression'; source: string };

const COMPARE: Partial<Record<ClauseOperator, string>> = {
  is: '==',
  is_not: '!=',
  greater: '>',
  at_least: '>=',
  less: '<',
  at_most: '<=',
};

const BY_SYMBOL = new Map(Object.entries(COMPARE).map(([operator, symbol]) => [symbol, operator as ClauseOperator]));

/** The operator when the two sides change places. */
const MIRRORED: Partial<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

/** `contains` minds letter case, which no sentence says: it stays text. */
const METHODS: Partial<Record<string, ClauseOperator>> = {
  containsText: 'contains',
  startsWith: 'starts_with',
};

/** Operators that need nothing on their right. */
export function standsAlone(operator: ClauseOperator): boolean {
  return ['yes', 'no', 'empty', 'not_empty', 'changed'].includes(operator);
}

/** Operators that make sense with a field of this type, the usual one first. */
export function operatorsFor(
  type: ExpressionType,
  form: ExpressionScope['form'] = 'record',
): readonly ClauseOperator[] {
  const changed: ClauseOperator[] = form === 'record' ? ['changed'] : [];
  if (type.type === 'bool') return ['yes', 'no', ...changed];
  // Of child records only what they are now is known, not whether a save changes them.
  if (type.type === 'list' && type.of.type === 'ref') return ['not_empty', 'empty', 'has_item', 'has_not_item'];
  if (type.type === 'list') return ['has_item', 'has_not_item', 'empty', 'not_empty', ...changed];
  if (type.type === 'text') {
    return [
      'is',
      'is_not',
      'one_of',
      'not_one_of',
      'contains',
      'not_contains',
      'starts_with',
      'not_empty',
      'empty',
      ...changed,
    ];
  }
  if (type.type === 'ref') return ['is', 'is_not', 'not_empty', 'empty', ...changed];
  return ['is', 'is_not', 'greater', 'at_least', 'less', 'at_most', 'not_empty', 'empty', ...changed];
}

/** The sentence that says what the expression says, or null where it has no simple shape. */
export function sentenceOf(expression: CheckedExpression): Sentence | null {
  const { node, source } = expression;
  const join = node.kind === 'logic' ? node.operator : 'and';
  const parts = node.kind === 'logic' ? node.operands : [node];
  const clauses = parts.map((part) => clauseOf(part, source));
  return clauses.every((clause) => clause !== null) ? { join, clauses } : null;
}

function clauseOf(node: ExpressionNode, source: string): Clause | null {
  switch (node.kind) {
    case 'compare':
      return comparison(node, source);
    case 'missing':
      return plain(node.operand, node.negated ? 'not_empty' : 'empty');
    case 'field':
      return plain(node, 'yes');
    case 'changed':
      return plain(node.field, 'changed');
    case 'in':
      return membership(node.item, node.list, source);
    case 'call':
      return textTest(node.function, node.args, source);
    case 'not':
      return negated(clauseOf(node.operand, source));
    default:
      return null;
  }
}

function plain(node: ExpressionNode, operator: ClauseOperator): Clause | null {
  if (node.kind === 'several') return plain(node.ids, operator);
  // An owned list is named by its field; what points here by related() stays text.
  const isOwned = node.kind === 'related' && node.named.from === node.of.from && node.of.kind === 'field';
  if (isOwned) return { of: 'record', path: [...node.named.path], operator };
  return node.kind === 'field' ? { of: node.of, path: [...node.path], operator } : null;
}

/** `!` before a clause is a clause of its own only where people say it so. */
function negated(clause: Clause | null): Clause | null {
  const opposite: Partial<Record<ClauseOperator, ClauseOperator>> = {
    yes: 'no',
    contains: 'not_contains',
    one_of: 'not_one_of',
    has_item: 'has_not_item',
    empty: 'not_empty',
    not_empty: 'empty',
  };
  const operator = clause === null ? undefined : opposite[clause.operator];
  return clause === null || operator === undefined ? null : { ...clause, operator };
}

function comparison(node: CompareNode, source: string): Clause | null {
  const left = bare(node.left);
  const right = bare(node.right);
  if (left.kind === 'field') return compared(left, node.operator, right, source);
  const mirrored = MIRRORED[node.operator];
  if (right.kind === 'field' && mirrored !== undefined) return compared(right, mirrored, left, source);
  return null;
}

function compared(field: FieldNode, symbol: string, right: ExpressionNode, source: string): Clause | null {
  const operator = BY_SYMBOL.get(symbol);
  if (operator === undefined) return null;
  if (right.kind === 'literal' && typeof right.value === 'boolean') {
    const holds = right.value === (operator === 'is');
    return operator === 'is' || operator === 'is_not' ? plain(field, holds ? 'yes' : 'no') : null;
  }
  return { of: field.of, path: [...field.path], operator, value: valueOf(right, source) };
}

function membership(item: ExpressionNode, list: ExpressionNode, source: string): Clause | null {
  const left = bare(item);
  if (left.kind === 'field' && list.kind === 'list') {
    const items = list.items.map((each) => literalText(bare(each)));
    if (!items.every((each) => each !== null)) return null;
    return { of: left.of, path: [...left.path], operator: 'one_of', value: { kind: 'list', items } };
  }
  // `record.team in user.teams`
  if (left.kind === 'field' && list.kind === 'user') {
    return { of: left.of, path: [...left.path], operator: 'one_of', value: { kind: 'user', name: list.name } };
  }
  // `"gold" in record.tags`
  if (list.kind === 'field') {
    return { of: list.of, path: [...list.path], operator: 'has_item', value: valueOf(left, source) };
  }
  return null;
}

function textTest(name: string, args: readonly ExpressionNode[], source: string): Clause | null {
  const operator = METHODS[name];
  const [subject, part] = args;
  if (operator === undefined || subject?.kind !== 'field' || part === undefined) return null;
  return { of: subject.of, path: [...subject.path], operator, value: valueOf(part, source) };
}

/** A date compared with a moment is converted on the way; people do not see that. */
function bare(node: ExpressionNode): ExpressionNode {
  return node.kind === 'convert' ? bare(node.operand) : node;
}

function literalText(node: ExpressionNode): string | null {
  return node.kind === 'literal' && typeof node.value === 'string' ? node.value : null;
}

function valueOf(node: ExpressionNode, source: string): ClauseValue {
  const right = bare(node);
  if (right.kind === 'user') return { kind: 'user', name: right.name };
  if (right.kind === 'field' && right.of === 'record') return { kind: 'field', path: [...right.path] };
  const text = literalText(right);
  if (text === null) return { kind: 'expression', source: source.slice(right.from, right.to) };
  return { kind: isNumber(right.type) ? 'number' : 'text', text };
}

const isNumber = (type: ExpressionType): boolean => type.type === 'int' || type.type === 'decimal';

/** The expression that says what the sentence says. An unfinished clause is left out. */
export function sourceOf(sentence: Sentence, form: ExpressionScope['form'] = 'record'): string {
  const parts = sentence.clauses.flatMap((clause) => clauseSource(clause, form) ?? []);
  return parts.join(sentence.join === 'and' ? ' && ' : ' || ');
}

function clauseSource(clause: Clause, form: ExpressionScope['form']): string | null {
  if (clause.path.length === 0) return null;
  const field = fieldSource(clause.of, clause.path, form);
  switch (clause.operator) {
    case 'yes':
      return field;
    case 'no':
      return `!${field}`;
    case 'empty':
      return `${field} == null`;
    case 'not_empty':
      return `${field} != null`;
    case 'changed':
      return `changed(${JSON.stringify(clause.path.join('.'))})`;
    default:
      return clause.value === undefined ? null : withValue(field, clause, clause.value, form);
  }
}

function withValue(field: string, clause: Clause, value: ClauseValue, form: ExpressionScope['form']): string | null {
  const right = valueSource(value, form);
  if (right === null) return null;
  switch (clause.operator) {
    case 'one_of':
      return `${field} in ${right}`;
    case 'not_one_of':
      return `!(${field} in ${right})`;
    case 'has_item':
      return `${right} in ${field}`;
    case 'has_not_item':
      return `!(${right} in ${field})`;
    case 'contains':
      return `${field}.containsText(${right})`;
    case 'not_contains':
      return `!${field}.containsText(${right})`;
    case 'starts_with':
      return `${field}.startsWith(${right})`;
    default:
      return `${field} ${COMPARE[clause.operator]} ${right}`;
  }
}

function fieldSource(of: Clause['of'], path: readonly string[], form: ExpressionScope['form']): string {
  return form === 'filter' ? path.join('.') : [of, ...path].join('.');
}

function valueSource(value: ClauseValue, form: ExpressionScope['form']): string | null {
  switch (value.kind) {
    case 'text':
      return value.text === '' ? null : JSON.stringify(value.text);
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(value.text) ? value.text : null;
    case 'list':
      return value.items.length === 0 ? null : `[${value.items.map((item) => JSON.stringify(item)).join(', ')}]`;
    case 'user':
      return `user.${value.name}`;
    case 'field':
      return value.path.length === 0 ? null : fieldSource('record', value.path, form);
    case 'expression':
      return value.source.trim() === '' ? null : value.source;
  }
}

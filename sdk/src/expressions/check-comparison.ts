import type { SelectOption } from '../documents/field.ts';
import { nearest } from '../suggestion.ts';
import { unknownOption, wrongType, type SourceRange } from './check-failure.ts';
import type { CheckContext } from './check-context.ts';
import { asRecords, isRecordList } from './check-related.ts';
import { coerce, fit, unquoted } from './coerce.ts';
import type { CompareOperator, ExpressionNode, ValueClass } from './expression-node.ts';
import type { ExpressionType } from './expression-type.ts';
import { readLiteral, writtenText } from './literal.ts';
import { isNumber } from './type-text.ts';

const bool: ExpressionType = { type: 'bool' };

/** `==`, `<` and the like: both sides are brought to one type; `x == null` asks whether x is missing. */
export function checkComparison(
  checker: CheckContext,
  operator: CompareOperator,
  left: ExpressionNode,
  right: ExpressionNode,
  range: SourceRange,
): ExpressionNode {
  const equality = operator === '==' || operator === '!=';
  if (equality && isNull(right))
    return { kind: 'missing', type: bool, operand: asRecords(checker, left), negated: operator === '!=', ...range };
  if (equality && isNull(left))
    return { kind: 'missing', type: bool, operand: asRecords(checker, right), negated: operator === '!=', ...range };
  checkOption(checker, left, right);
  checkOption(checker, right, left);
  const [a, b] = bringTogether(left, right);
  const as = classOf(a, operator);
  if (!equality && (as === 'bool' || as === 'ref')) {
    throw wrongType(range, { en: 'values that have an order', zh: '可比较大小的值' }, a.type);
  }
  return { kind: 'compare', type: bool, operator, as, left: a, right: b, ...range };
}

/** `item in list`. */
export function checkMembership(
  checker: CheckContext,
  item: ExpressionNode,
  list: ExpressionNode,
  range: SourceRange,
): ExpressionNode {
  if (list.type.type !== 'list') throw wrongType(list, { type: 'list', of: item.type }, list.type, listOf(list, item));
  if (list.kind === 'list') {
    for (const written of list.items) checkOption(checker, item, written);
    const items = list.items.map((each) => bringTogether(item, each));
    const converted = items.find(([left]) => left !== item)?.[0] ?? item;
    const fitted = list.items.map((each) => bringTogether(converted, each)[1]);
    const type: ExpressionType = { type: 'list', of: converted.type };
    return {
      kind: 'in',
      type: bool,
      as: classOf(converted, '=='),
      item: converted,
      list: { ...list, type, items: fitted },
      ...range,
    };
  }
  if (isRecordList(list)) return amongRecords(list, coerceItem(item, list.type.of), range);
  checkOption(checker, list, item);
  const fitted = coerce(item, list.type.of);
  return { kind: 'in', type: bool, as: classOf(fitted, '=='), item: fitted, list, ...range };
}

/** A record is in a list of records when it is one of them. */
function amongRecords(list: ExpressionNode, item: ExpressionNode, range: SourceRange): ExpressionNode {
  const each: ExpressionNode = { kind: 'variable', type: item.type, name: '', ...range };
  const body: ExpressionNode = {
    kind: 'compare',
    type: bool,
    operator: '==',
    as: 'ref',
    left: each,
    right: item,
    ...range,
  };
  return { kind: 'quantifier', type: bool, quantifier: 'exists', variable: '', list, body, ...range };
}

function coerceItem(item: ExpressionNode, type: ExpressionType): ExpressionNode {
  return writtenText(item) === undefined ? coerce(item, type) : coerceToId(item, type);
}

function listOf(list: ExpressionNode, item: ExpressionNode): string | undefined {
  const text = writtenText(list);
  return text !== undefined && item.type.type === 'text' ? `[${JSON.stringify(text)}]` : undefined;
}

function isNull(node: ExpressionNode): boolean {
  return node.kind === 'literal' && node.value === null;
}

/** Both sides in one type. A literal follows the other side; a date beside a moment is the moment it begins. */
function bringTogether(left: ExpressionNode, right: ExpressionNode): [ExpressionNode, ExpressionNode] {
  if (isNumber(left.type) && isNumber(right.type)) return [left, right];
  // A text literal beside a reference must be an id; the reference does not become a text for its sake.
  if (left.type.type === 'ref' && writtenText(right) !== undefined) return [left, coerceToId(right, left.type)];
  if (right.type.type === 'ref' && writtenText(left) !== undefined) return [coerceToId(left, right.type), right];
  const fittedRight = fit(right, left.type);
  if (fittedRight !== undefined) return [left, fittedRight];
  const fittedLeft = fit(left, right.type);
  if (fittedLeft !== undefined) return [fittedLeft, right];
  throw wrongType(right, left.type, right.type, unquoted(right, left.type));
}

function coerceToId(node: ExpressionNode, type: ExpressionType): ExpressionNode {
  const id = readLiteral(node, type);
  if (id !== undefined) return id;
  throw wrongType(node, { en: 'the id of a record', zh: '记录 ID' }, node.type);
}

const CLASSES: Partial<Record<ExpressionType['type'], ValueClass>> = {
  bool: 'bool',
  int: 'number',
  decimal: 'number',
  text: 'text',
  date: 'date',
  time: 'time',
  timestamp: 'timestamp',
  duration: 'duration',
  ref: 'ref',
};

export function classOf(node: ExpressionNode, operator: string): ValueClass {
  const found = CLASSES[node.type.type];
  if (found !== undefined) return found;
  throw wrongType(
    node,
    { en: `a single value beside ${operator}`, zh: `${operator} 两侧的单个值` },
    node.type,
    undefined,
  );
}

/** A value written out beside a select field must be one of its options. */
function checkOption(checker: CheckContext, chosen: ExpressionNode, written: ExpressionNode): void {
  const value = writtenText(written);
  const options = value === undefined ? undefined : checker.optionsOf(chosen);
  if (value === undefined || options === undefined || options.some((option) => option.value === value)) return;
  throw unknownOption(written, value, meantOption(value, options));
}

/** The value of the option whose value or label is nearest. */
function meantOption(value: string, options: readonly SelectOption[]): string | undefined {
  const namesOf = (option: SelectOption): string[] => [option.value, option.label.en, option.label.zh];
  const offered = options.filter((option) => option.archived !== true);
  const name = nearest(value, offered.flatMap(namesOf));
  return offered.find((option) => name !== undefined && namesOf(option).includes(name))?.value;
}

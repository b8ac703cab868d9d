import type { CompiledField } from '../model/compiled.ts';
import type { Label } from '../label.ts';
import { childListOf, fieldType, traitsOf } from '../field-types/index.ts';
import type { ExpressionScope } from './expression.ts';
import type { ExpressionType } from './expression-type.ts';
import { hierarchyOf } from './hierarchy.ts';

/**
 * What a condition's operator wants beside it: nothing, one value, several, a lower and an upper one, a number of days,
 * a latitude, a longitude and kilometres, conditions on the records of a list, a number of such records and conditions on them.
 */
export type ConditionOperand =
  'none' | 'value' | 'values' | 'range' | 'days' | 'distance' | 'records' | 'records_count';

/** One way to ask something of a field. */
export interface ConditionOperator {
  name: string;
  label: Label;
  operand: ConditionOperand;
  /**
   * CEL text. `field` and `values` are written out already, and `where` says what is asked of each record `x` of a list;
   * where the text is a chain of &&, the parts are told apart again when conditions are read back. `path` is the field's
   * path with nothing before it.
   */
  write(field: string, values: readonly string[], where: string, path: string): string;
}

function operator(
  name: string,
  en: string,
  zh: string,
  operand: ConditionOperand,
  write: ConditionOperator['write'],
): ConditionOperator {
  return { name, label: { en, zh }, operand, write };
}

const compared = (name: string, en: string, zh: string, sign: string): ConditionOperator =>
  operator(name, en, zh, 'value', (field, [value]) => `${field} ${sign} ${value}`);

const is = compared('is', 'is', '等于', '==');
const isNot = compared('is_not', 'is not', '不等于', '!=');
const isAnyOf = operator(
  'is_any_of',
  'is any of',
  '属于',
  'values',
  (field, values) => `${field} in [${values.join(', ')}]`,
);
const isNoneOf = operator(
  'is_none_of',
  'is none of',
  '不属于',
  'values',
  (field, values) => `!(${field} in [${values.join(', ')}])`,
);
const isEmpty = operator('is_empty', 'is empty', '为空', 'none', (field) => `${field} == null`);
const isNotEmpty = operator('is_not_empty', 'is not empty', '不为空', 'none', (field) => `${field} != null`);
const between = operator(
  'between',
  'is between',
  '介于',
  'range',
  (field, [low, high]) => `${field} >= ${low} && ${field} <= ${high}`,
);
const isTrue = operator('is_true', 'is yes', '为是', 'none', (field) => `${field} == true`);
const isFalse = operator('is_false', 'is no', '为否', 'none', (field) => `${field} == false`);
const isMe = operator('is_me', 'is me', '是我', 'none', (field) => `${field} == user.id`);
const isNotMe = operator('is_not_me', 'is not me', '不是我', 'none', (field) => `${field} != user.id`);

const called = (name: string, en: string, zh: string, method: string): ConditionOperator =>
  operator(name, en, zh, 'value', (field, [value]) => `${field}.${method}(${value})`);

const textOperators = [
  called('contains', 'contains', '包含', 'containsText'),
  operator(
    'contains_not',
    'does not contain',
    '不包含',
    'value',
    (field, [value]) => `!${field}.containsText(${value})`,
  ),
  is,
  isNot,
  called('starts_with', 'starts with', '开头是', 'startsWith'),
  called('ends_with', 'ends with', '结尾是', 'endsWith'),
  isAnyOf,
  isNoneOf,
];

const numberOperators = [
  is,
  isNot,
  compared('greater', 'is more than', '大于', '>'),
  compared('greater_or_equal', 'is at least', '不小于', '>='),
  compared('less', 'is less than', '小于', '<'),
  compared('less_or_equal', 'is at most', '不大于', '<='),
  between,
];

const optionOperators = [is, isNot, isAnyOf, isNoneOf];

const choicesOperators = [
  operator('includes', 'includes', '包含', 'value', (field, [value]) => `${value} in ${field}`),
  operator(
    'includes_any',
    'includes any of',
    '包含任一',
    'values',
    (field, values) => `${field}.exists(x, x in [${values.join(', ')}])`,
  ),
  operator('includes_not', 'does not include', '不包含', 'value', (field, [value]) => `!(${value} in ${field})`),
];

/** A record of which nobody knows is not one of those it holds for: so "none" is just what "any" is not. */
const recordOperators = [
  operator('has_any', 'has any where', '存在满足条件的', 'records', (list, _, where) => `${list}.exists(x, ${where})`),
  operator(
    'has_none',
    'has none where',
    '没有满足条件的',
    'records',
    (list, _, where) => `${list}.filter(x, ${where}).size() == 0`,
  ),
  operator('has_at_least', 'has at least … where', '至少有 … 条满足条件', 'records_count', counted('>=')),
  operator('has_at_most', 'has at most … where', '最多有 … 条满足条件', 'records_count', counted('<=')),
];

function counted(sign: string): ConditionOperator['write'] {
  return (list, [count], where) => `${list}${where === '' ? '' : `.filter(x, ${where})`}.size() ${sign} ${count}`;
}

const hasSome = operator('is_not_empty', 'has any', '有记录', 'none', (list) => `${list} != null`);
const hasNone = operator('is_empty', 'has none', '没有记录', 'none', (list) => `${list} == null`);

/** A stretch of days from the start of `from` to before the start of `until`: right for dates and for moments. */
function stretch(name: string, en: string, zh: string, from: string, until: string): ConditionOperator {
  return operator(name, en, zh, 'none', (field) => `${field} >= ${from} && ${field} < ${until}`);
}

const dayOperators = [
  stretch('today', 'is today', '是今天', 'today()', 'addDays(today(), 1)'),
  stretch('this_week', 'is this week', '在本周', 'startOfWeek(today())', 'addDays(startOfWeek(today()), 7)'),
  stretch('this_month', 'is this month', '在本月', 'startOfMonth(today())', 'addMonths(startOfMonth(today()), 1)'),
  stretch(
    'this_quarter',
    'is this quarter',
    '在本季度',
    'startOfQuarter(today())',
    'addMonths(startOfQuarter(today()), 3)',
  ),
  stretch('this_year', 'is this year', '在今年', 'startOfYear(today())', 'addMonths(startOfYear(today()), 12)'),
  operator('last_days', 'is in the last … days', '在过去…天内', 'days', (field, [days]) => {
    return `${field} >= addDays(today(), -${days}) && ${field} < addDays(today(), 1)`;
  }),
  operator('next_days', 'is in the next … days', '在未来…天内', 'days', (field, [days]) => {
    return `${field} >= today() && ${field} <= addDays(today(), ${days})`;
  }),
  operator('before_today', 'is before today', '早于今天', 'none', (field) => `${field} < today()`),
];

const dateOperators = [
  is,
  isNot,
  compared('before', 'is before', '早于', '<'),
  compared('after', 'is after', '晚于', '>'),
  compared('on_or_before', 'is on or before', '不晚于', '<='),
  compared('on_or_after', 'is on or after', '不早于', '>='),
  between,
  ...dayOperators,
];

const timeOperators = [
  is,
  isNot,
  compared('before', 'is before', '早于', '<'),
  compared('after', 'is after', '晚于', '>'),
  compared('on_or_before', 'is at or before', '不晚于', '<='),
  compared('on_or_after', 'is at or after', '不早于', '>='),
  between,
];

const momentOperators = [
  operator('on', 'is on', '在当天', 'value', (field, [day]) => `date(${field}) == ${day}`),
  compared('before', 'is before', '早于', '<'),
  compared('after', 'is after', '晚于', '>'),
  compared('on_or_before', 'is at or before', '不晚于', '<='),
  compared('on_or_after', 'is at or after', '不早于', '>='),
  between,
  ...dayOperators,
];

const teamOperators = [
  operator('is_my_team', 'is one of my teams', '是我所在的团队', 'none', (field) => `${field} in user.teams`),
  operator('is_not_my_team', 'is none of my teams', '不是我所在的团队', 'none', (field) => `!(${field} in user.teams)`),
  operator(
    'is_managed_team',
    'is a team I manage',
    '是我管理的团队',
    'none',
    (field) => `${field} in user.managed_teams`,
  ),
];

const hasChanged = operator('has_changed', 'has changed', '已变更', 'none', (_, __, ___, path) => `changed("${path}")`);

const placeOperators = [
  away('within', 'is within … km of', '距离不超过 … 公里：', '<='),
  away('farther', 'is more than … km from', '距离超过 … 公里：', '>'),
];

function away(name: string, en: string, zh: string, sign: string): ConditionOperator {
  return operator(name, en, zh, 'distance', (field, [lat, lng, km]) => {
    return `distanceKm(${field}, ${lat}, ${lng}) ${sign} ${km}`;
  });
}

const byType: Partial<Record<ExpressionType['type'], readonly ConditionOperator[]>> = {
  text: textOperators,
  int: numberOperators,
  decimal: numberOperators,
  bool: [isTrue, isFalse],
  date: dateOperators,
  time: timeOperators,
  timestamp: momentOperators,
  duration: numberOperators,
  place: placeOperators,
  ref: [is, isNot, isAnyOf, isNoneOf],
  list: choicesOperators,
};

const isUnder = operator(
  'is_under',
  'is or lies beneath',
  '是或位于其下',
  'value',
  (field, [value]) => `${field}.is_under(${value})`,
);

/**
 * What can be asked of a field in a simple condition, the most usual first. Hierarchies are found in the model; whether a
 * save changes the field can be asked where there is one.
 */
export function operatorsFor(
  field: CompiledField,
  scope?: Pick<ExpressionScope, 'model' | 'form' | 'sql'>,
): readonly ConditionOperator[] {
  const type = fieldType(field.type).expressionType(field, fieldType);
  if (type.type === 'list' && type.of.type === 'ref') {
    const named = childListOf(field) === undefined ? choicesOperators.filter((each) => each.operand === 'value') : [];
    return [...recordOperators, ...named, hasSome, hasNone];
  }
  const own = traitsOf(field).options && type.type !== 'list' ? optionOperators : (byType[type.type] ?? []);
  const changing = scope?.form === 'record' && scope.sql !== true ? [hasChanged] : [];
  return [...personalOperators(type), ...own, ...treeOperators(type, scope), isEmpty, isNotEmpty, ...changing];
}

function personalOperators(type: ExpressionType): readonly ConditionOperator[] {
  if (type.type !== 'ref') return [];
  if (type.object === 'user') return [isMe, isNotMe];
  return type.object === 'team' ? teamOperators : [];
}

function treeOperators(type: ExpressionType, scope?: Pick<ExpressionScope, 'model'>): readonly ConditionOperator[] {
  const objects = scope?.model.objects ?? {};
  const object = type.type === 'ref' && Object.hasOwn(objects, type.object) ? objects[type.object] : undefined;
  return object !== undefined && hierarchyOf(object) !== undefined ? [isUnder] : [];
}

import type { ExpressionType, JsonValue } from '@stratacrm/sdk';

/** One thing that a record must be, as a person says it: a field, how it is compared, and with what. */
export interface Condition {
  path: string;
  operator: OperatorName;
  values: JsonValue[];
}

/** A part of a filter: said as a condition, or only as its text where no sentence fits. */
export interface FilterPart {
  source: string;
  condition: Condition | null;
}

/** What fields an operator is for, by their type in expressions. */
export type OperandKind = 'text' | 'options' | 'number' | 'date' | 'timestamp' | 'bool' | 'reference' | 'user' | 'list';

interface Operator {
  kinds: readonly OperandKind[];
  /** What stands after the operator in the sentence. */
  takes: 'nothing' | 'value' | 'values' | 'text' | 'days';
  write(path: string, values: readonly string[]): string;
}

const EVERYTHING: readonly OperandKind[] = [
  'text',
  'options',
  'number',
  'date',
  'timestamp',
  'reference',
  'user',
  'list',
];

/** Every way to compare, in the order in which they are offered. `write` gets values as CEL writes them. */
export const OPERATORS = {
  any_of: {
    kinds: ['options'],
    takes: 'values',
    write: (path, values) => (values.length === 1 ? `${path} == ${values[0]}` : `${path} in [${values.join(', ')}]`),
  },
  none_of: {
    kinds: ['options'],
    takes: 'values',
    write: (path, values) => (values.length === 1 ? `${path} != ${values[0]}` : `!(${path} in [${values.join(', ')}])`),
  },
  me: { kinds: ['user'], takes: 'nothing', write: (path) => `${path} == user.id` },
  my_team: { kinds: ['user'], takes: 'nothing', write: (path) => `${path}.team in user.teams` },
  is: {
    kinds: ['number', 'date', 'reference', 'user', 'text'],
    takes: 'value',
    write: (path, [value]) => `${path} == ${value}`,
  },
  is_not: {
    kinds: ['number', 'date', 'reference', 'user', 'text'],
    takes: 'value',
    write: (path, [value]) => `${path} != ${value}`,
  },
  contains: { kinds: ['text'], takes: 'text', write: (path, [value]) => `${path}.containsText(${value})` },
  contains_not: { kinds: ['text'], takes: 'text', write: (path, [value]) => `!${path}.containsText(${value})` },
  starts: { kinds: ['text'], takes: 'text', write: (path, [value]) => `${path}.startsWith(${value})` },
  has: { kinds: ['list'], takes: 'value', write: (path, [value]) => `${value} in ${path}` },
  has_not: { kinds: ['list'], takes: 'value', write: (path, [value]) => `!(${value} in ${path})` },
  more: { kinds: ['number'], takes: 'value', write: (path, [value]) => `${path} > ${value}` },
  least: { kinds: ['number'], takes: 'value', write: (path, [value]) => `${path} >= ${value}` },
  less: { kinds: ['number'], takes: 'value', write: (path, [value]) => `${path} < ${value}` },
  most: { kinds: ['number'], takes: 'value', write: (path, [value]) => `${path} <= ${value}` },
  before: { kinds: ['date', 'timestamp'], takes: 'value', write: (path, [value]) => `${path} < ${value}` },
  until: { kinds: ['date', 'timestamp'], takes: 'value', write: (path, [value]) => `${path} <= ${value}` },
  since: { kinds: ['date', 'timestamp'], takes: 'value', write: (path, [value]) => `${path} >= ${value}` },
  after: { kinds: ['date', 'timestamp'], takes: 'value', write: (path, [value]) => `${path} > ${value}` },
  past: { kinds: ['date', 'timestamp'], takes: 'nothing', write: (path) => `${path} < today()` },
  future: { kinds: ['date', 'timestamp'], takes: 'nothing', write: (path) => `${path} >= today()` },
  next_days: {
    kinds: ['date'],
    takes: 'days',
    write: (path, [days]) => `${path} >= today() && ${path} <= addDays(today(), ${days})`,
  },
  last_days: {
    kinds: ['date', 'timestamp'],
    takes: 'days',
    write: (path, [days]) => `${path} >= addDays(today(), -${days})`,
  },
  yes: { kinds: ['bool'], takes: 'nothing', write: (path) => `${path} == true` },
  no: { kinds: ['bool'], takes: 'nothing', write: (path) => `${path} == false` },
  empty: { kinds: EVERYTHING, takes: 'nothing', write: (path) => `${path} == null` },
  filled: { kinds: EVERYTHING, takes: 'nothing', write: (path) => `${path} != null` },
} as const satisfies Record<string, Operator>;

export type OperatorName = keyof typeof OPERATORS;

/** The operators for a kind of field. */
export function operatorsFor(kind: OperandKind): OperatorName[] {
  return (Object.keys(OPERATORS) as OperatorName[]).filter((name) =>
    (OPERATORS[name].kinds as readonly OperandKind[]).includes(kind),
  );
}

/** The kind of a field, out of its type in expressions. */
export function operandKind(type: ExpressionType, traits: { options: boolean }, isUser: boolean): OperandKind {
  if (type.type === 'ref') return isUser ? 'user' : 'reference';
  if (type.type === 'list') return 'list';
  if (traits.options) return 'options';
  if (type.type === 'int' || type.type === 'decimal') return 'number';
  if (type.type === 'date' || type.type === 'timestamp' || type.type === 'bool') return type.type;
  return 'text';
}

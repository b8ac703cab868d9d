import type { ExpressionNode, FunctionName } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { SqlScope } from './sql-scope.ts';
import { escapedPattern, writtenText } from './text-pattern.ts';

type Sql = RawBuilder<unknown>;

interface Call {
  nodes: readonly ExpressionNode[];
  scope: SqlScope;
}

/** The SQL of a call out of the SQL of its arguments, which stand in brackets already. */
type FunctionSql = (args: readonly Sql[], call: Call) => Sql;

/** Literal parts become LIKE patterns, which a trigram index serves; others are searched for as they are. */
function like(
  operator: 'like' | 'ilike',
  before: string,
  after: string,
  otherwise: (whole: Sql, part: Sql) => Sql,
): FunctionSql {
  return ([whole, part], { nodes }) => {
    const text = writtenText(nodes[1]!);
    if (text === undefined) return otherwise(whole!, part!);
    return sql`(${whole} ${sql.raw(operator)} ${before + escapedPattern(text) + after}::text)`;
  };
}

/** What String.prototype.trim takes away. */
const WHITE_SPACE =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

const listed =
  (name: string): FunctionSql =>
  (args) =>
    sql`${sql.raw(name)}(${sql.join(args)})`;
const part =
  (field: string): FunctionSql =>
  ([date]) =>
    sql`extract(${sql.raw(field)} from ${date})`;

/** Without the detour over timestamp PostgreSQL would take the date for a moment of the session's time zone. */
const startOf =
  (unit: string): FunctionSql =>
  ([date]) =>
    sql`date_trunc(${sql.lit(unit)}, ${date}::timestamp)::date`;

/** The SQL meaning of every function. */
export const FUNCTION_SQL: Readonly<Record<FunctionName, FunctionSql>> = {
  contains: like('like', '%', '%', (whole, sought) => sql`(strpos(${whole}, ${sought}) > 0)`),
  containsText: like('ilike', '%', '%', (whole, sought) => sql`(strpos(lower(${whole}), lower(${sought})) > 0)`),
  startsWith: like('like', '', '%', (whole, start) => sql`starts_with(${whole}, ${start})`),
  endsWith: like('like', '%', '', (whole, end) => sql`(right(${whole}, char_length(${end})) = ${end})`),
  size: ([value], { nodes }) =>
    nodes[0]!.type.type === 'list' ? sql`cardinality(${value})` : sql`char_length(${value})`,
  lower: listed('lower'),
  upper: listed('upper'),
  trim: ([value]) => sql`btrim(${value}, ${WHITE_SPACE}::text)`,
  regex: () => {
    throw new Error('regex() has no SQL; the checker refuses it where SQL is wanted');
  },
  abs: listed('abs'),
  round: ([value], { nodes }) => sql`round(${value}::numeric, ${sql.lit(Number(digitsOf(nodes[1])))})`,
  floor: ([value]) => sql`floor(${value}::numeric)`,
  ceil: ([value]) => sql`ceil(${value}::numeric)`,
  min: listed('least'),
  max: listed('greatest'),
  coalesce: listed('coalesce'),
  now: (_, { scope }) => sql`${scope.slot('now')}::timestamptz`,
  today: (_, { scope }) => sql`${scope.slot('today')}::date`,
  addDays: ([date, days]) => sql`core.date_plus_days(${date}, ${days}::numeric)`,
  addMonths: ([date, months]) => sql`core.date_plus_months(${date}, ${months}::numeric)`,
  daysBetween: ([from, to]) => sql`(${to} - ${from})`,
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  day: part('day'),
  weekday: part('isodow'),
  distanceKm: ([place, lat, lng]) => sql`core.distance_km(${place}, ${lat}::numeric, ${lng}::numeric)`,
  startOfWeek: startOf('week'),
  startOfMonth: startOf('month'),
  startOfQuarter: startOf('quarter'),
  startOfYear: startOf('year'),
};

function digitsOf(node: ExpressionNode | undefined): string {
  return node?.kind === 'literal' ? String(node.value) : '0';
}

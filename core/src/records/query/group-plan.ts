import {
  didYouMean,
  StrataError,
  type CompiledField,
  type CompiledObject,
  type GroupBy,
  type Issue,
  type JsonValue,
  type RecordQuery,
} from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { conditionToSql } from '../../expressions-sql/expression-to-sql.ts';
import { requestSlots } from '../../expressions-sql/sql-scope.ts';
import type { Place } from '../sql/record-source.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import type { Sight } from '../sight/sight.ts';
import { aggregate, type Aggregate } from './aggregate.ts';
import { checkInput } from './filter.ts';
import { groupKey, type GroupKey } from './group-key.ts';
import { parseSort } from './ordering.ts';
import { filteredSource } from './page-plan.ts';

export interface GroupPlan {
  statement: Statement;
  toGroup(row: Record<string, unknown>): { [name: string]: JsonValue };
}

type GroupShape = Pick<RecordQuery, 'filter' | 'sort' | 'group_by' | 'aggregates' | 'having' | 'deleted'>;

/** A key or an aggregate under the column that carries it. */
interface Output {
  name: string;
  column: string;
  decode(raw: unknown): JsonValue;
  order: RawBuilder<unknown>;
  field: Pick<CompiledField, 'type'> & Partial<CompiledField>;
}

export function groupPlan(sight: Sight, object: string, shape: GroupShape): GroupPlan {
  const { filter, sort, group_by, aggregates, having, deleted } = shape;
  const parts = JSON.stringify([filter, sort, group_by, aggregates, having, deleted === true]);
  return planned(sight.catalog, `group|${sight.key}|${object}|${parts}`, () => {
    const source = filteredSource(sight, object, shape, 'all');
    const keys = readKeys(source.record, group_by ?? []);
    const sums = readAggregates(source.record, aggregates ?? { count: 'count()' }, keys);
    const columns = [...keys, ...sums].map((each) => sql`${each.expression} as ${sql.id(each.column)}`);
    const outputs = [...keys.map(keyOutput), ...sums.map(sumOutput)];
    const grouped = keys.length === 0 ? sql`` : sql` group by ${sql.join(keys.map((_, index) => sql.lit(index + 1)))}`;
    const inner = sql`select ${sql.join(columns)} ${source.fromWhere()}${grouped}`;
    const condition = having === undefined ? sql`` : sql` where ${havingCondition(having, outputs, source.record)}`;
    const order = groupOrder(sort, outputs, keys.length);
    const query = sql`select * from (${inner}) as g${condition}${order} limit ${given('limit')} offset ${given('offset')}`;
    return {
      statement: compileStatement(query, memoryOf(sight.catalog).names),
      toGroup: (row) => readGroup(outputs, row),
    };
  });
}

function readGroup(outputs: readonly Output[], row: Record<string, unknown>): { [name: string]: JsonValue } {
  const group: { [name: string]: JsonValue } = {};
  for (const { name, column, decode } of outputs) {
    const raw = row[column];
    group[name] = raw === null || raw === undefined ? null : decode(raw);
  }
  return group;
}

type NamedKey = GroupKey & { column: string };
type NamedSum = Aggregate & { name: string; column: string };

function readKeys(record: Parameters<typeof groupKey>[0], by: readonly GroupBy[]): NamedKey[] {
  const keys = by.map((each, index) => groupKey(record, each, `group_by.${index}`));
  refuse(keys.filter(isIssue));
  const read = keys.map((key, index) => ({ ...(key as GroupKey), column: `k${index}` }));
  refuse(read.filter((key, index) => read.findIndex((other) => other.name === key.name) < index).map(repeated));
  return read;
}

function repeated(key: NamedKey): Issue {
  return { path: `group_by.${key.column.slice(1)}`, code: 'not_unique', params: { label: key.name } };
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,62}$/;

function readAggregates(
  record: Parameters<typeof aggregate>[0],
  aggregates: Readonly<Record<string, string>>,
  keys: readonly NamedKey[],
): NamedSum[] {
  const entries = Object.entries(aggregates);
  const taken = new Set(keys.map((key) => key.name));
  refuse(entries.flatMap(([name]) => nameIssue(name, taken) ?? []));
  const sums = entries.map(([name, call]) => aggregate(record, call, `aggregates.${name}`));
  refuse(sums.filter(isIssue));
  return sums.map((sum, index) => ({ ...(sum as Aggregate), name: entries[index]![0], column: `a${index}` }));
}

function nameIssue(name: string, taken: ReadonlySet<string>): Issue | undefined {
  const path = `aggregates.${name}`;
  if (taken.has(name)) return { path, code: 'not_unique', params: { label: name } };
  if (NAME.test(name)) return undefined;
  const expected = { en: 'a name of letters, digits and _', zh: '由字母、数字和 _ 组成的名称' };
  return { path, code: 'invalid_format', params: { value: name.slice(0, 100), expected } };
}

function isIssue(each: object): each is Issue {
  return 'code' in each;
}

function refuse(issues: readonly Issue[]): void {
  const [first] = issues;
  if (first !== undefined) throw new StrataError(first.code, first.params, issues);
}

const columnOf = (column: string): RawBuilder<unknown> => sql`${sql.id('g', column)}`;

function keyOutput({ name, column, decode, rank, field }: NamedKey): Output {
  return { name, column, decode, order: rank(columnOf(column)), field };
}

function sumOutput({ name, column, decode, field }: NamedSum): Output {
  return { name, column, decode, order: columnOf(column), field };
}

function groupOrder(sort: string | undefined, outputs: readonly Output[], keys: number): RawBuilder<unknown> {
  const items = parseSort(sort).map((item) => ({ name: item.path.join('.'), descending: item.descending }));
  refuse(items.flatMap(({ name }) => (outputs.some((each) => each.name === name) ? [] : [unknownName(name)])));
  const wanted = items.map(({ name, descending }) => {
    return { output: outputs.find((each) => each.name === name)!, descending };
  });
  const rest = outputs.slice(0, keys).filter((output) => !wanted.some((each) => each.output === output));
  const all = [...wanted, ...rest.map((output) => ({ output, descending: false }))];
  if (all.length === 0) return sql``;
  const terms = all.map(({ output, descending }) => (descending ? sql`${output.order} desc nulls last` : output.order));
  // Two keys may stand at the same place, as options that are no longer listed do: pages need one order.
  terms.push(...outputs.slice(0, keys).map((output) => columnOf(output.column)));
  return sql` order by ${sql.join(terms)}`;
}

function unknownName(name: string): Issue {
  return { path: 'sort', code: 'unknown_property', params: { name, suggestion: '' } };
}

/** No object is called so. */
const GROUPS = '#groups';

/**
 * The aggregates and keys of a group stand to `having` as fields stand to a filter. A key may be a path, `home.city`; a key
 * that is a reference may be asked what lies above it, and what points to it.
 */
function havingCondition(having: string, outputs: readonly Output[], record: Place): RawBuilder<unknown> {
  const { objects } = record.sight.model;
  const roots = outputs.flatMap(({ name }) => (name.includes('.') ? [name.slice(0, name.indexOf('.'))] : []));
  const fields = Object.fromEntries([
    ...roots.map((name) => [name, record.object.fields[name]]),
    ...outputs.map((output) => [output.name, asField(output)]),
  ]);
  const groups = { name: GROUPS, name_field: 'name', fields } as unknown as CompiledObject;
  const model = { objects: { ...objects, [GROUPS]: groups } };
  const scope = { model, object: GROUPS, form: 'filter', expect: { type: 'bool' } } as const;
  const expression = checkInput('having', having, scope);
  return conditionToSql(expression, {
    field: (path) => columnOf(outputAt(outputs, path.join('.')).column),
    slot: requestSlots,
    records: record.records,
  });
}

/** What a group does not have nobody can ask of it, though its records have it. */
function outputAt(outputs: readonly Output[], name: string): Output {
  const found = outputs.find((output) => output.name === name);
  if (found !== undefined) return found;
  const suggestion = didYouMean(
    name,
    outputs.map((output) => output.name),
  );
  throw StrataError.invalid([{ path: 'having', code: 'unknown_property', params: { name, suggestion } }]);
}

function asField({ name, field }: Output): CompiledField {
  const label = { en: name, zh: name };
  return {
    kind: 'field',
    id: name,
    object: 'groups',
    label,
    system: false,
    origin: '',
    ...field,
    name,
  } as CompiledField;
}

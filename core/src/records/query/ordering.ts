import { StrataError, traitsOf, type CompiledField, type Issue } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { isPart, type PathEnd, type Place } from '../sql/record-source.ts';
import { codecOf, storageOf } from '../store/field-column.ts';
import { unknownFieldIssue } from './selection.ts';

/** One key of an order. Records without a value come last in both directions. */
export interface SortKey {
  expression: RawBuilder<unknown>;
  descending: boolean;
  /** Never empty: needs no care for missing values, and an index serves it in both directions. */
  present: boolean;
  /** SQL type of the expression. */
  type: string;
  /** The field, where the key is a plain column of the record that a row already carries. */
  column?: string;
}

export interface SortItem {
  path: string[];
  descending: boolean;
}

const MOST_KEYS = 8;

/** Western text without regard to case first, then Chinese by pinyin: one order for every reader, so one index serves all. */
const COLLATION = sql`collate core.reading`;

/** System columns that are declared NOT NULL. */
const ALWAYS_PRESENT = new Set(['id', 'created_at', 'updated_at', 'version']);

/** `-created_at,name` → its items. */
export function parseSort(sort: string | undefined): SortItem[] {
  if (sort === undefined || sort.trim() === '') return [];
  return sort.split(',').map((text) => {
    const item = text.trim();
    return { path: item.replace(/^[-+]/, '').split('.'), descending: item.startsWith('-') };
  });
}

/** The keys of an order; the id is always the last, so that no two records stand at the same place. */
export function orderBy(record: Place, sort: string | undefined): SortKey[] {
  const items = parseSort(sort);
  const issues = items.flatMap((item) => sortIssue(record, item) ?? []);
  if (items.length > MOST_KEYS) issues.push(tooManyKeys());
  if (issues.length > 0) throw new StrataError(issues[0]!.code, issues[0]!.params, issues);
  const keys = items.map((item) => sortKey(record, item));
  if (items.some((item) => item.path.length === 1 && item.path[0] === 'id')) return keys;
  return [...keys, sortKey(record, { path: ['id'], descending: keys.at(-1)?.descending ?? false })];
}

function tooManyKeys(): Issue {
  return { path: 'sort', code: 'limit_out_of_range', params: { min: 1, max: MOST_KEYS } };
}

function sortIssue(record: Place, item: SortItem): Issue | undefined {
  const end = record.find(item.path);
  const name = item.path.join('.');
  if (end === undefined) return unknownFieldIssue(record.object, name, 'sort');
  if (end.field.name === 'id' || traitsOf(end.field).sortable) return undefined;
  return { path: 'sort', code: 'not_sortable', params: { field: end.field.label } };
}

function sortKey(record: Place, item: SortItem): SortKey {
  const { place, field } = named(record.find(item.path)!);
  const own = place === record;
  const value = place.value(field);
  return {
    ...sortable(field, value),
    descending: item.descending,
    present: own && ALWAYS_PRESENT.has(field.name),
    ...(own && isPlainColumn(field) && { column: field.name }),
  };
}

/** A reference stands where the name of its record does; where that may not be seen, where its id does. */
function named(end: PathEnd): PathEnd {
  if (end.field.name === 'id' || !traitsOf(end.field).reference) return end;
  const place = end.place.follow(end.field);
  const field = place?.object.fields[place.object.name_field];
  return place === undefined || field === undefined ? end : { place, field };
}

/** Options are ordered as the admin listed them: a stage comes after the one before it. */
export function sortable(field: CompiledField, value: RawBuilder<unknown>): Pick<SortKey, 'expression' | 'type'> {
  const type = codecOf(field).valueType;
  if (type !== 'text') return { expression: value, type };
  if (!traitsOf(field).options) return { expression: sql`${value} ${COLLATION}`, type };
  const values = (field.options ?? []).map((option) => option.value);
  return { expression: sql`array_position(${values}::text[], ${value})`, type: 'integer' };
}

/** Its column is selected as it is, so the row's own value can stand in a cursor. */
function isPlainColumn(field: CompiledField): boolean {
  const kind = storageOf(field);
  return (
    kind !== 'virtual' && kind !== 'money' && kind !== 'text_and_value' && !isPart(field) && !traitsOf(field).options
  );
}

/** `backwards`: the same order read from its end, so that missing values come first. */
export function orderClause(keys: readonly SortKey[], backwards = false): RawBuilder<unknown> {
  if (backwards) {
    return sql.join(
      keys.map(({ expression, descending, present }) => {
        const direction = descending ? sql`asc` : sql`desc`;
        return present ? sql`${expression} ${direction}` : sql`${expression} ${direction} nulls first`;
      }),
    );
  }
  return sql.join(
    keys.map((key) =>
      key.present || !key.descending
        ? sql`${key.expression}${key.descending ? sql` desc` : sql``}`
        : sql`${key.expression} desc nulls last`,
    ),
  );
}

import type { RecordQuery } from '@stratacrm/sdk';
import { sql } from 'kysely';
import { conditionToSql } from '../../expressions-sql/expression-to-sql.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource, type Reach } from '../sql/record-source.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import type { Sight } from '../sight/sight.ts';
import { afterCursor, cursorShape, type CursorValues } from './cursor.ts';
import { checkFilter } from './filter.ts';
import { limitKey, limitOf } from './limit.ts';
import { orderBy, orderClause, type SortKey } from './ordering.ts';
import { pageText, type PageText } from './page-writer.ts';
import { select, type Selection } from './selection.ts';

/** A list statement, ready to run with `limit` and the cursor's values. */
export interface PagePlan {
  statement: Statement;
  toRecord: Selection['toRecord'];
  /** Aliases of the columns that make the next cursor. */
  cursorAliases: readonly string[];
  /** How its rows are written as they come; undefined where they have to become records first. */
  text: PageText | undefined;
}

type PageShape = Pick<RecordQuery, 'fields' | 'filter' | 'sort' | 'deleted' | 'backwards'>;

export function pagePlan(
  sight: Sight,
  object: string,
  shape: PageShape,
  limit: number,
  cursor: CursorValues | null,
): PagePlan {
  const key = `page|${sight.key}|${object}|${shapeKey(shape)}|${limitKey(limit)}|${cursor === null ? '' : cursorShape(cursor)}`;
  return planned(sight.catalog, key, () => {
    const source = filteredSource(sight, object, shape);
    const selection = select(source.record, shape.fields);
    const keys = orderBy(source.record, shape.sort);
    const { columns, aliases, places } = cursorColumns(keys, selection);
    const backwards = shape.backwards === true;
    if (cursor !== null) source.where(afterCursor(keys, cursor, backwards));
    const query = sql`select ${sql.join([...selection.columns, ...columns])} ${source.fromWhere()} order by ${orderClause(keys, backwards)} limit ${limitOf(limit, 1)}`;
    const toRecord = (columns.length === 0 ? selection.convert : undefined) ?? selection.toRecord;
    const statement = compileStatement(query, memoryOf(sight.catalog).names);
    const text = selection.shape && pageText(selection.shape, places);
    return { statement, toRecord, cursorAliases: aliases, text };
  });
}

/** How many keys the order has: as many values as a cursor needs. */
export function orderLength(sight: Sight, object: string, sort: string | undefined): number {
  return planned(sight.catalog, `order|${sight.key}|${object}|${sort ?? ''}`, () => {
    return orderBy(new RecordSource(sight, object).record, sort).length;
  });
}

export function countPlan(sight: Sight, object: string, shape: PageShape): Statement {
  return planned(sight.catalog, `count|${sight.key}|${object}|${shape.deleted === true}|${shape.filter ?? ''}`, () => {
    const query = sql`select count(*) as count ${filteredSource(sight, object, shape, 'all').fromWhere()}`;
    return compileStatement(query, memoryOf(sight.catalog).names);
  });
}

/** The records one by one, for a planner to estimate or a limit to cut off. */
export function rowsPlan(sight: Sight, object: string, shape: PageShape): Statement {
  return planned(sight.catalog, `rows|${sight.key}|${object}|${shape.deleted === true}|${shape.filter ?? ''}`, () => {
    const query = sql`select 1 ${filteredSource(sight, object, shape).fromWhere()} limit ${given('limit')}`;
    return compileStatement(query, memoryOf(sight.catalog).names);
  });
}

export function filteredSource(
  sight: Sight,
  object: string,
  shape: Pick<PageShape, 'filter' | 'deleted'>,
  reach?: Reach,
): RecordSource {
  const source = new RecordSource(sight, object, reach).only(shape.deleted === true ? 'deleted' : 'living');
  if (shape.filter !== undefined && shape.filter.trim() !== '') {
    const filter = checkFilter(sight, object, shape.filter);
    source.where(sql`(${conditionToSql(filter, source.record)})`);
  }
  return source;
}

function shapeKey(shape: PageShape): string {
  const { fields = null, filter = null, sort = null, deleted = false, backwards = false } = shape;
  return JSON.stringify([fields, filter, sort, deleted, backwards]);
}

/** Columns only for the next cursor, where the row does not carry the value anyway. */
export function cursorColumns(keys: readonly SortKey[], selection: Selection) {
  const columns: ReturnType<typeof given>[] = [];
  const places: number[] = [];
  const aliases = keys.map((key, index) => {
    const carried = key.column === 'id' ? 'id' : selection.aliases.get(key.column ?? '');
    places.push(selection.places.get(carried ?? '') ?? selection.columns.length + columns.length);
    if (carried !== undefined) return carried;
    const alias = `~${index}`;
    columns.push(sql`(${key.expression})::text as ${sql.id(alias)}`);
    return alias;
  });
  return { columns, aliases, places };
}

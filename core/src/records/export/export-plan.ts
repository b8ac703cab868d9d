import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { afterCursor, cursorShape, type CursorValues } from '../query/cursor.ts';
import { orderBy, orderClause } from '../query/ordering.ts';
import { cursorColumns, filteredSource } from '../query/page-plan.ts';
import { select, type Selection } from '../query/selection.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import type { RecordSource } from '../sql/record-source.ts';
import { rowPermission } from '../sql/row-permission.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';

/** Which records go out, and in what order. */
export interface ExportShape {
  filter?: string | undefined;
  sort?: string | undefined;
  deleted?: boolean | undefined;
  /** Only some of them, given as `ids`. */
  chosen: boolean;
}

export interface ExportPlan {
  statement: Statement;
  toRecord: Selection['toRecord'];
  /** Aliases of the columns that say where the next portion begins. */
  place: readonly string[];
}

/** One portion, ready to run with `limit`, `ids` and the values of the place before it. */
export function exportPlan(
  ctx: AccessContext,
  sight: Sight,
  object: string,
  shape: ExportShape,
  fields: readonly string[] | undefined,
  after: CursorValues | null,
): ExportPlan {
  const key = JSON.stringify([shape, fields ?? null, after === null ? '' : cursorShape(after)]);
  return planned(sight.catalog, `export|${sight.key}|${object}|${key}`, () => {
    const source = exportSource(ctx, sight, object, shape);
    const selection = select(source.record, fields);
    const keys = orderBy(source.record, shape.sort);
    const { columns, aliases } = cursorColumns(keys, selection);
    if (after !== null) source.where(afterCursor(keys, after));
    const query = sql`select ${sql.join([...selection.columns, ...columns])} ${source.fromWhere()} order by ${orderClause(keys)} limit ${given('limit')}`;
    const statement = compileStatement(query, memoryOf(sight.catalog).names);
    return { statement, toRecord: selection.toRecord, place: aliases };
  });
}

/** How many there are. */
export function exportCount(ctx: AccessContext, sight: Sight, object: string, shape: ExportShape): Statement {
  const { filter, deleted, chosen } = shape;
  const key = JSON.stringify([filter ?? '', deleted === true, chosen]);
  return planned(sight.catalog, `export count|${sight.key}|${object}|${key}`, () => {
    const source = exportSource(ctx, sight, object, shape);
    return compileStatement(sql`select count(*) as count ${source.fromWhere()}`, memoryOf(sight.catalog).names);
  });
}

/** What the reader sees, and of that what some role lets him take out. */
function exportSource(ctx: AccessContext, sight: Sight, object: string, shape: ExportShape): RecordSource {
  const { filter, deleted, chosen } = shape;
  const wanted = { ...(filter !== undefined && { filter }), ...(deleted !== undefined && { deleted }) };
  const source = filteredSource(sight, object, wanted);
  const permission = ctx.access.permission(object, 'export');
  if (permission.kind !== 'all') source.where(rowPermission(permission, source.unguarded));
  if (chosen) source.where(sql`t.id = any(${given('ids')}::uuid[])`);
  return source;
}

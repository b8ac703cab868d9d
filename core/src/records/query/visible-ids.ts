import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { readerSight } from '../sight/sight.ts';
import { byIds } from '../sql/by-ids.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, runStatement } from '../sql/statement.ts';

/** Those of the ids that are records of the object which the actor may read; `any`: also out of the recycle bin. */
export async function visibleIds(
  ctx: AccessContext,
  object: string,
  ids: readonly string[],
  which: 'living' | 'any' = 'living',
): Promise<Set<string>> {
  const sight = readerSight(ctx.catalog, ctx.access);
  if (ids.length === 0 || sight.model.objects[object] === undefined) return new Set();
  const asked = byIds(sql`t.id`, ids);
  const statement = planned(ctx.catalog, `visible|${sight.key}|${object}|${which}|${asked.key}`, () => {
    const source = new RecordSource(sight, object, 'all').where(asked.condition);
    if (which === 'living') source.only('living');
    return compileStatement(sql`select t.id ${source.fromWhere()}`, memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<{ id: string }>(ctx, statement, asked.values);
  return new Set(rows.map((row) => row.id));
}

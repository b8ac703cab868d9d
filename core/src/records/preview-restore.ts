import { isId, type RestorePreview } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../access/access-profile.ts';
import { sightOn } from './query/readable-object.ts';
import { readerSight, type Sight } from './sight/sight.ts';
import { memoryOf, planned } from './sql/catalog-memory.ts';
import { RecordSource } from './sql/record-source.ts';
import { compileStatement, given, runStatement } from './sql/statement.ts';

/** What restoring these records would bring back with them. Of what the asker may not see nothing is told, not even a number. */
export async function previewRestore(
  ctx: AccessContext,
  object: string,
  ids: readonly string[],
): Promise<RestorePreview> {
  const { sight } = sightOn(ctx, object);
  const roots = await visibleInBin(ctx, sight, object, ids.filter(isId));
  const { rows } = await ctx.db.query<{ object: string; ids: string[] }>(
    `select object, array_agg(record_id) as ids from core.deletion
     where root_id = any($1::uuid[]) and record_id <> all($1::uuid[]) group by object order by object`,
    [roots],
    'records_to_restore_with',
  );
  const along: RestorePreview['along'] = [];
  for (const row of rows) {
    const seen = await visibleInBin(ctx, readerSight(ctx.catalog, ctx.access), row.object, row.ids);
    if (seen.length > 0) along.push({ object: row.object, count: seen.length });
  }
  return { records: roots.length, along };
}

/** Which of these records somebody sees in the recycle bin. */
export async function visibleInBin(ctx: AccessContext, sight: Sight, object: string, ids: readonly string[]) {
  if (sight.model.objects[object] === undefined || ids.length === 0) return [];
  const statement = planned(ctx.catalog, `in bin|${sight.key}|${object}`, () => {
    const source = new RecordSource(sight, object, 'all')
      .only('deleted')
      .where(sql`t.id = any(${given('ids')}::uuid[])`);
    return compileStatement(sql`select t.id ${source.fromWhere()}`, memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<{ id: string }>(ctx, statement, { ids });
  return rows.map((row) => row.id);
}

import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';

/** Records that a plugin brought when it was here before and that are still there: key of its manifest → id. */
export async function madeBefore(ctx: AccessContext, plugin: string): Promise<Map<string, string>> {
  const { rows } = await ctx.db.query<{ key: string; record: string }>(
    'select key, record from core.plugin_made where plugin = $1',
    [plugin],
  );
  const living = new Map<string, string>();
  for (const [object, made] of Map.groupBy(rows, ({ key }) => key.slice(0, key.indexOf('/')))) {
    if (!ctx.catalog.has(object)) continue;
    const seen = await visibleIds(
      ctx,
      object,
      made.map(({ record }) => record),
    );
    for (const { key, record } of made) if (seen.has(record)) living.set(key, record);
  }
  return living;
}

export async function noteMade(db: Queryable, plugin: string, made: ReadonlyMap<string, string>): Promise<void> {
  await db.query(
    `insert into core.plugin_made (plugin, key, record)
     select $1, key, value::uuid from json_each_text($2::json)
     on conflict (plugin, key) do update set record = excluded.record`,
    [plugin, JSON.stringify(Object.fromEntries(made))],
  );
}

/** Of an object whose data goes nothing is remembered. */
export async function forgetMade(db: Queryable, plugin: string, object: string): Promise<void> {
  await db.query('delete from core.plugin_made where plugin = $1 and starts_with(key, $2)', [plugin, `${object}/`]);
}

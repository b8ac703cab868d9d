import type { JsonValue } from '@stratacrm/sdk';
import { personOf, type PeopleContext } from './people-context.ts';

/** What the screens remember for one person: theme, widths of columns, pinned pages. */
export async function listPreferences(ctx: PeopleContext): Promise<Record<string, JsonValue>> {
  const { rows } = await ctx.db.query<{ key: string; value: JsonValue }>(
    'select key, value from core.preference where user_id = $1 order by key',
    [personOf(ctx)],
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.value]));
}

/** null forgets the preference. */
export async function setPreference(ctx: PeopleContext, key: string, value: JsonValue): Promise<void> {
  const user = personOf(ctx);
  if (value === null) {
    await ctx.db.query('delete from core.preference where user_id = $1 and key = $2', [user, key]);
    return;
  }
  await ctx.db.query(
    `insert into core.preference (user_id, key, value) values ($1, $2, $3)
     on conflict (user_id, key) do update set value = excluded.value, updated_at = now()`,
    [user, key, JSON.stringify(value)],
  );
}

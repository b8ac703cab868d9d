import type { Label, NotificationPage } from '@stratacrm/sdk';
import { personOf, type PeopleContext } from '../access/people-context.ts';
import type { Queryable } from '../kernel/database.ts';
import { announceWork } from '../records/live/work-channel.ts';
import { visibleIds } from '../records/query/visible-ids.ts';

interface NotificationRow {
  id: string;
  title: Label;
  object: string | null;
  record_id: string | null;
  at: string;
  read_at: string | null;
}

/** How long one is kept, read or not. */
const KEPT_DAYS = 90;

/** What the person was told, newest first; nobody sees another's. */
export async function listNotifications(
  ctx: PeopleContext,
  { before, unread, limit }: { before?: string | undefined; unread: boolean; limit: number },
): Promise<NotificationPage> {
  const user = personOf(ctx);
  const { rows } = await ctx.db.query<NotificationRow>(
    `select id, title, object, record_id, at, read_at from core.notification
     where user_id = $1 and ($2::uuid is null or id < $2) and (not $3::boolean or read_at is null) order by id desc limit $4`,
    [user, before ?? null, unread, limit + 1],
    'notifications_list',
  );
  const { rows: counted } = await ctx.db.query<{ unread: number }>(
    `select count(*)::int as unread from core.notification where user_id = $1 and read_at is null`,
    [user],
    'notifications_unread',
  );
  const page = rows.slice(0, limit);
  const visible = await visibleRecords(ctx, page);
  return {
    data: page.map(({ id, title, object, record_id, at, read_at }) => ({
      id,
      title,
      // To what he may not read, or not any more, no link leads.
      object: visible.has(`${object} ${record_id}`) ? object : null,
      record: visible.has(`${object} ${record_id}`) ? record_id : null,
      at: new Date(at).toISOString(),
      read: read_at !== null,
    })),
    next: rows.length > limit ? page.at(-1)!.id : null,
    unread: counted[0]!.unread,
  };
}

async function visibleRecords(ctx: PeopleContext, rows: readonly NotificationRow[]): Promise<Set<string>> {
  const visible = new Set<string>();
  for (const [object, group] of Map.groupBy(rows, (row) => row.object)) {
    if (object === null || !ctx.catalog.has(object)) continue;
    const ids = group.flatMap((row) => row.record_id ?? []);
    for (const id of await visibleIds(ctx, object, ids, 'any')) visible.add(`${object} ${id}`);
  }
  return visible;
}

/** Marks some as read, or all of them; others' are not touched. */
export async function markRead(ctx: PeopleContext, ids: readonly string[] | 'all'): Promise<void> {
  const user = personOf(ctx);
  await ctx.db.query(
    `update core.notification set read_at = now()
     where user_id = $1 and read_at is null and ($2::uuid[] is null or id = any($2))`,
    [user, ids === 'all' ? null : ids],
    'notifications_read',
  );
  await announceWork(ctx.db, [user]);
}

/** Forgets what was told long ago. */
export async function sweepNotifications(db: Queryable): Promise<void> {
  await db.query(`delete from core.notification where at < now() - $1 * interval '1 day'`, [KEPT_DAYS]);
}

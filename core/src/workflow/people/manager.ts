import type { Queryable } from '../../kernel/database.ts';

/**
 * Who manages the user: the first active manager of his primary team and those above it who is not himself; null when
 * there is none.
 */
export async function managerOf(db: Queryable, user: string): Promise<string | null> {
  const { rows } = await db.query<{ manager: string }>(MANAGER, [user], 'people_manager');
  return rows[0]?.manager ?? null;
}

/** `n` ends even a tree of teams that had a circle. */
const MANAGER = `
  with recursive up as (
    select t.parent, t.manager, 1 as n from core."user" u join core.team t on t.id = u.team and t.deleted_at is null
    where u.id = $1
    union all
    select t.parent, t.manager, n + 1 from up join core.team t on t.id = up.parent and t.deleted_at is null where n < 50
  )
  select up.manager from up
  join core."user" m on m.id = up.manager and m.active and m.deleted_at is null and m.portal_object is null
  where up.manager <> $1 order by n limit 1`;

/** The manager of the user who is not `except`: where that one is it, the manager above him. */
export async function managerAbove(db: Queryable, user: string, except: string | null): Promise<string | null> {
  const manager = await managerOf(db, user);
  return manager !== null && manager === except ? managerOf(db, manager) : manager;
}

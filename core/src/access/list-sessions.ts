import type { SessionInfo } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';
import { requireAdministered } from './administered.ts';
import { personOf, requireRight, type PeopleContext } from './people-context.ts';

/** Where one is signed in oneself; `current` is the session one asks with. */
export function listOwnSessions(ctx: PeopleContext, current: string | null): Promise<SessionInfo[]> {
  return sessionsOf(ctx.db, personOf(ctx), current);
}

/** Where somebody else is signed in; for those who manage users. */
export async function listUserSessions(
  ctx: PeopleContext,
  userId: string,
  current: string | null,
): Promise<SessionInfo[]> {
  requireRight(ctx, 'manage_team_users');
  await requireAdministered(ctx.db, ctx, userId);
  return sessionsOf(ctx.db, userId, current);
}

async function sessionsOf(db: Queryable, userId: string, current: string | null): Promise<SessionInfo[]> {
  const { rows } = await db.query<SessionInfo>(
    `select id, id is not distinct from $2::uuid as current,
       to_json(created_at) #>> '{}' as created_at, to_json(seen_at) #>> '{}' as seen_at,
       to_json(expires_at) #>> '{}' as expires_at, address, user_agent
     from core.session where user_id = $1 and expires_at > now()
     order by id is not distinct from $2::uuid desc, seen_at desc, id desc`,
    [userId, current],
  );
  return rows;
}

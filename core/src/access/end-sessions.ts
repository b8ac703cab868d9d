import { StrataError } from '@stratacrm/sdk';
import type { Transaction } from '../kernel/database.ts';
import { changePeople, personOf, requireRight, type PeopleContext } from './people-context.ts';
import { endSessions } from './session.ts';
import { requireUser } from './user.ts';

/** Signs one's own other device out: its token opens nothing from now on. */
export function endOwnSession(ctx: PeopleContext, id: string): Promise<void> {
  return changePeople(ctx, (tx) => endOne(tx, personOf(ctx), id));
}

/** Signs all one's devices out but the one that asks; answers with how many there were. */
export function endOtherSessions(ctx: PeopleContext, current: string | null): Promise<number> {
  return changePeople(ctx, (tx) => endSessions(tx, personOf(ctx), current));
}

/** Signs somebody else's device out, or all of them; for those who manage users. Answers with how many there were. */
export async function endUserSessions(ctx: PeopleContext, userId: string, id?: string): Promise<number> {
  requireRight(ctx, 'manage_users');
  return changePeople(ctx, async (tx) => {
    await requireUser(tx, userId);
    if (id === undefined) return endSessions(tx, userId);
    await endOne(tx, userId, id);
    return 1;
  });
}

async function endOne(tx: Transaction, userId: string, id: string): Promise<void> {
  const { rowCount } = await tx.query('delete from core.session where id = $1 and user_id = $2', [id, userId]);
  if (rowCount === 0) throw new StrataError('not_found', { what: `session ${id}` });
}

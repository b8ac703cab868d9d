import { StrataError } from '@stratacrm/sdk';
import type { Transaction } from '../kernel/database.ts';
import { requireAdministered } from './administered.ts';
import { writeAudit } from './audit/write-audit.ts';
import { changePeople, personOf, requireRight, type PeopleContext } from './people-context.ts';
import { endSessions } from './session.ts';

/** Signs one's own other device out: its token opens nothing from now on. */
export function endOwnSession(ctx: PeopleContext, id: string): Promise<void> {
  return changePeople(ctx, async (tx) => {
    await endOne(tx, personOf(ctx), id);
    await auditEnd(tx, ctx, { id: personOf(ctx), name: ctx.actor.name }, 1);
  });
}

/** Signs all one's devices out but the one that asks; answers with how many there were. */
export function endOtherSessions(ctx: PeopleContext, current: string | null): Promise<number> {
  return changePeople(ctx, async (tx) => {
    const ended = await endSessions(tx, personOf(ctx), current);
    await auditEnd(tx, ctx, { id: personOf(ctx), name: ctx.actor.name }, ended);
    return ended;
  });
}

/** Signs somebody else's device out, or all of them; for those who manage users. Answers with how many there were. */
export async function endUserSessions(ctx: PeopleContext, userId: string, id?: string): Promise<number> {
  requireRight(ctx, 'manage_team_users');
  return changePeople(ctx, async (tx) => {
    const user = await requireAdministered(tx, ctx, userId);
    const ended = id === undefined ? await endSessions(tx, userId) : await endOne(tx, userId, id);
    await auditEnd(tx, ctx, user, ended);
    return ended;
  });
}

async function endOne(tx: Transaction, userId: string, id: string): Promise<number> {
  const { rowCount } = await tx.query('delete from core.session where id = $1 and user_id = $2', [id, userId]);
  if (rowCount === 0) throw new StrataError('not_found', { what: `session ${id}` });
  return rowCount;
}

async function auditEnd(
  tx: Transaction,
  ctx: PeopleContext,
  { id, name }: { id: string; name: string },
  ended: number,
): Promise<void> {
  if (ended === 0) return;
  await writeAudit(tx, ctx, { action: 'sessions_ended', subject: { kind: 'user', id, name }, detail: { ended } });
}

import { StrataError } from '@stratacrm/sdk';
import { isAdministrator } from './administrators.ts';
import { writeAudit } from './audit/write-audit.ts';
import { requireNoMorePowerful } from './delegation.ts';
import type { Identity } from './identity.ts';
import { changePeople, personOf, requireRight, type PeopleContext } from './people-context.ts';
import { requireUser } from './user.ts';
import type { Catalog } from '../model/catalog.ts';

/**
 * From now on the session sees what this person sees, and changes nothing. For administrators, of people who may do no more than
 * they. Throws `see_as_not_possible` for oneself, for whoever may not sign in, and for a key, which is no session.
 */
export async function seeAs(ctx: PeopleContext, sessionId: string | null, userId: string): Promise<void> {
  requireRight(ctx, 'configure');
  requireRight(ctx, 'manage_users');
  await changePeople(ctx, async (tx) => {
    const user = await requireUser(tx, userId);
    if (sessionId === null || !user.active || userId === personOf(ctx)) throw new StrataError('see_as_not_possible');
    requireNoMorePowerful(ctx, user);
    await tx.query('update core.session set seeing = $2 where id = $1', [sessionId, userId]);
    await writeAudit(tx, ctx, { action: 'see_as_started', subject: { kind: 'user', id: user.id, name: user.name } });
  });
}

/** The session sees with its own eyes again. */
export async function endSeeAs(ctx: PeopleContext, sessionId: string | null): Promise<void> {
  await changePeople(ctx, async (tx) => {
    const { rows } = await tx.query<{ id: string; name: string }>(
      `update core.session s set seeing = null from core.session o join core."user" u on u.id = o.seeing
       where s.id = $1 and o.id = s.id returning u.id, u.name`,
      [sessionId],
    );
    const seen = rows[0];
    if (seen === undefined) return;
    await writeAudit(tx, ctx, { action: 'see_as_ended', subject: { kind: 'user', ...seen } });
  });
}

/** Through whose eyes a request looks: whoever is an administrator no more has his own alone. */
export function seenThrough(catalog: Catalog, identity: Identity | null): Identity | null {
  const viewer = identity?.viewer;
  if (viewer === undefined) return identity;
  return isAdministrator(catalog, viewer.actor.roles) ? identity : viewer;
}

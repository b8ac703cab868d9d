import type { UserInfo } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';
import { requireAdministered } from './administered.ts';
import { requireAnAdministrator } from './administrators.ts';
import { auditUser } from './audit/audit-user.ts';
import { requireMayHandOut, requireNoMorePowerful } from './delegation.ts';
import { changePeople, requireRight, type PeopleContext } from './people-context.ts';
import { requirePortalRoles, setPortal } from './portal.ts';
import { endSessions } from './session.ts';
import { requireFreeEmail, setPassword, setRoles, setTeams, type UserInput } from './user.ts';

/** Changes a user. A new password or an end of his activity ends his sessions. */
export async function updateUser(ctx: PeopleContext, id: string, input: UserInput): Promise<UserInfo> {
  requireRight(ctx, 'manage_team_users');
  return changePeople(ctx, async (tx) => {
    const before = await requireAdministered(tx, ctx, id);
    requireNoMorePowerful(ctx, before);
    if (input.roles !== undefined) requireMayHandOut(ctx, input.roles);
    if (input.email !== undefined) await requireFreeEmail(tx, input.email, id);
    await updateRow(tx, ctx, id, input);
    if (input.roles !== undefined) await setRoles(tx, id, input.roles);
    if (input.teams !== undefined) await setTeams(tx, id, input.teams);
    if (input.password !== undefined) await setPassword(tx, id, input.email ?? before.email, input.password);
    if (input.portal !== undefined) await setPortal(tx, ctx.catalog, id, input.portal);
    if (input.password !== undefined || input.active === false) await endSessions(tx, id);
    if (input.roles !== undefined || input.active === false) await requireAnAdministrator(tx, ctx.catalog);
    const after = await requireAdministered(tx, ctx, id, 'teams');
    if (after.portal !== null) requirePortalRoles(ctx.catalog, after.roles);
    await auditUser(tx, ctx, { before, after, password: input.password !== undefined });
    return after;
  });
}

async function updateRow(tx: Queryable, ctx: PeopleContext, id: string, input: UserInput): Promise<void> {
  await tx.query(
    `update core."user" set
       name = coalesce($2, name), email = coalesce(lower($3), email), active = coalesce($4, active),
       locale = coalesce($5, locale), time_zone = coalesce($6, time_zone),
       updated_at = now(), updated_by = $7, version = version + 1
     where id = $1`,
    [id, input.name, input.email, input.active, input.locale, input.time_zone, ctx.actor.userId].map(
      (value) => value ?? null,
    ),
  );
}

import type { UserInfo } from '@stratacrm/sdk';
import { v7 as uuidv7 } from 'uuid';
import { requireAdministered } from './administered.ts';
import { writeAudit } from './audit/write-audit.ts';
import { requireMayHandOut } from './delegation.ts';
import { changePeople, requireRight, type PeopleContext } from './people-context.ts';
import { requirePortalRoles, setPortal } from './portal.ts';
import { requireFreeEmail, setPassword, setRoles, setTeams, type UserInput } from './user.ts';

/** A new user needs an e-mail; without a password he cannot sign in until somebody sets one. */
export interface NewUser extends UserInput {
  email: string;
  name: string;
}

export async function createUser(ctx: PeopleContext, input: NewUser): Promise<UserInfo> {
  requireRight(ctx, 'manage_team_users');
  requireMayHandOut(ctx, input.roles ?? []);
  const id = uuidv7();
  const { locale, time_zone } = ctx.catalog.model.workspace;
  return changePeople(ctx, async (tx) => {
    await requireFreeEmail(tx, input.email, null);
    await tx.query(
      `insert into core."user" (id, name, email, active, locale, time_zone, owner, created_by, updated_by)
       values ($1, $2, $3, $4, $5, $6, $1, $7, $7)`,
      [
        id,
        input.name,
        input.email.toLowerCase(),
        input.active ?? true,
        input.locale ?? locale,
        input.time_zone ?? time_zone,
        ctx.actor.userId,
      ],
    );
    await setRoles(tx, id, input.roles ?? []);
    await setTeams(tx, id, input.teams ?? []);
    if (input.portal) {
      requirePortalRoles(ctx.catalog, input.roles ?? []);
      await setPortal(tx, ctx.catalog, id, input.portal);
    }
    if (input.password !== undefined) await setPassword(tx, id, input.email, input.password);
    const user = await requireAdministered(tx, ctx, id, 'teams');
    const { email, roles, teams, active } = user;
    const portal = user.portal === null ? {} : { portal: { ...user.portal } };
    const subject = { kind: 'user', id, name: user.name };
    await writeAudit(tx, ctx, { action: 'user_created', subject, detail: { email, roles, teams, active, ...portal } });
    return user;
  });
}

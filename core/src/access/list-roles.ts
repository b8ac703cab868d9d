import type { RoleDocument } from '@stratacrm/sdk';
import { administeredTeams } from './administered.ts';
import { holds } from './delegation.ts';
import { requireRight, type PeopleContext } from './people-context.ts';

/** A role, and whether the actor may give it to others. */
export type OfferedRole = RoleDocument & { may_hand_out: boolean };

/** The published roles; who manages only his own teams is told of those alone that he may hand out. */
export function listRoles(ctx: PeopleContext): OfferedRole[] {
  requireRight(ctx, 'manage_team_users');
  const offered = [...ctx.catalog.roles.values()]
    .filter((role) => role.archived !== true)
    .map((role) => ({ ...role, may_hand_out: holds(ctx, role.name) }));
  return administeredTeams(ctx) === null ? offered : offered.filter((role) => role.may_hand_out);
}

import type { DelegationInfo } from '@stratacrm/sdk';
import { isAdministered } from './administered.ts';
import { compileAccess } from './compile-access.ts';
import { holds } from './delegation.ts';
import { actorOf, PERSON_COLUMNS, type PersonRow } from './identity.ts';
import { requireRight, type PeopleContext } from './people-context.ts';

/** Who manages the users of his own teams alone. */
export async function listDelegations(ctx: PeopleContext): Promise<DelegationInfo[]> {
  requireRight(ctx, 'manage_users');
  const { rows } = await ctx.db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where u.deleted_at is null and u.active order by u.name, u.id`,
  );
  return rows.flatMap((row) => delegationOf(ctx, row, rows) ?? []);
}

function delegationOf({ catalog }: PeopleContext, row: PersonRow, all: readonly PersonRow[]): DelegationInfo | null {
  const actor = actorOf(row);
  const access = compileAccess(catalog, actor.roles, actor);
  if (!access.right('manage_team_users') || access.right('manage_users')) return null;
  const his = { actor, access, catalog };
  const roles = [...catalog.roles.values()].filter((role) => role.archived !== true && holds(his, role.name));
  return {
    user: { id: row.id, name: row.name, email: row.email },
    given_by: row.roles.filter((name) => catalog.roles.get(name)?.rights?.includes('manage_team_users')),
    teams: [...row.managed_teams],
    people: all.filter((person) => isAdministered(his, person)).length,
    roles: roles.map((role) => role.name).sort(),
  };
}

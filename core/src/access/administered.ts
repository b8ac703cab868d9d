import { StrataError, type UserInfo } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';
import type { AccessContext } from './access-profile.ts';
import { PERSON_COLUMNS, userInfo, type PersonRow } from './identity.ts';

/**
 * The teams within which the actor manages people: those he is the manager of and all beneath them. null: all there are.
 */
export function administeredTeams(ctx: Pick<AccessContext, 'actor' | 'access'>): ReadonlySet<string> | null {
  return ctx.access.right('manage_users') ? null : new Set(ctx.actor.managedTeams);
}

/**
 * Whether the actor manages this person: all he belongs to and all he manages himself lies within the actor's teams.
 * Whoever could set the password of somebody with one foot elsewhere would see what that team sees.
 */
export function isAdministered(
  ctx: Pick<AccessContext, 'actor' | 'access'>,
  person: Pick<PersonRow, 'teams' | 'managed_teams'>,
): boolean {
  const own = administeredTeams(ctx);
  if (own === null) return true;
  return person.teams.length > 0 && [...person.teams, ...person.managed_teams].every((team) => own.has(team));
}

/**
 * The user, if the actor manages him. Throws `outside_own_teams`, at the place that is told: a user is then about to
 * become one whom the actor does not manage.
 */
export async function requireAdministered(
  db: Queryable,
  ctx: AccessContext,
  id: string,
  path?: string,
): Promise<UserInfo> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where u.id = $1 and u.deleted_at is null`,
    [id],
  );
  if (rows[0] === undefined) throw new StrataError('not_found', { what: `/api/users/${id}` });
  if (!isAdministered(ctx, rows[0])) throw outsideOwnTeams(path);
  return userInfo(rows[0]);
}

export function outsideOwnTeams(path?: string): StrataError {
  return new StrataError('outside_own_teams', {}, path === undefined ? [] : [{ path, code: 'outside_own_teams' }]);
}

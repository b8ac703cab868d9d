import type { Locale, PortalInfo, UserInfo } from '@stratacrm/sdk';
import type { Actor } from '../kernel/context.ts';

/** A person (or his program) who showed a good token. */
export interface Identity {
  actor: Actor;
  user: UserInfo;
  /** Set when he came with a session's token, which signing out ends. */
  sessionId: string | null;
  /** The session began with a password. */
  byPassword?: boolean;
  /** He shows a code beside it. */
  secondFactor?: boolean;
  /** Whose session it is, when an administrator looks through somebody's eyes. He changes nothing then. */
  viewer?: Identity;
}

/** A row of the query that loads a person with everything access depends on. */
export interface PersonRow {
  id: string;
  name: string;
  email: string;
  team: string | null;
  active: boolean;
  locale: Locale;
  time_zone: string;
  roles: string[];
  teams: string[];
  managed_teams: string[];
  shares: number;
  portal_object: string | null;
  portal_record: string | null;
}

/** Comparing each record with so many ids still costs less than looking each record up. */
const FEW_SHARES = 64;

/**
 * The columns of PersonRow for a user `u`. `union` and not `union all`: it ends even if the tree of teams had a circle.
 */
export const PERSON_COLUMNS = `
  u.id, u.name, u.email, u.team, u.active, u.locale, u.time_zone, u.portal_object, u.portal_record,
  array(select role from core.user_role r where r.user_id = u.id order by role) as roles,
  array(select t.team_id::text from core.user_team t where t.user_id = u.id
        order by t.team_id = u.team desc nulls last, t.team_id) as teams,
  array(
    with recursive managed as (
      select t.id from core.team t where t.manager = u.id and t.deleted_at is null
      union
      select t.id from core.team t join managed m on t.parent = m.id where t.deleted_at is null
    ) select id::text from managed order by id
  ) as managed_teams,
  core.count_shares(u.id, ${FEW_SHARES + 1}) as shares`;

export function userInfo(row: PersonRow): UserInfo {
  const { id, email, name, roles, teams, locale, time_zone, active } = row;
  return { id, email, name, roles, teams, locale, time_zone, active, portal: portalOf(row) };
}

function portalOf({ portal_object: object_id, portal_record: record }: PersonRow): PortalInfo | null {
  return object_id === null || record === null ? null : { object_id, record };
}

/** The person as one who acts; with an API key he has at most the key's roles. */
export function actorOf(row: PersonRow, apiKey?: { id: string; roles: readonly string[] | null }): Actor {
  const subset = apiKey?.roles ?? null;
  const actor: Actor = {
    kind: 'user',
    userId: row.id,
    email: row.email,
    name: row.name,
    roles: subset === null ? row.roles : row.roles.filter((role) => subset.includes(role)),
    teams: row.teams,
    managedTeams: row.managed_teams,
    timeZone: row.time_zone,
    shares: row.shares === 0 ? 'none' : row.shares <= FEW_SHARES ? 'few' : 'many',
  };
  const portal = portalOf(row);
  if (portal !== null) actor.portal = { record: portal.record };
  return apiKey === undefined ? actor : { ...actor, apiKeyId: apiKey.id };
}

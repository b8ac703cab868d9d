import { StrataError, type Issue, type Locale, type UserInfo } from '@stratacrm/sdk';
import type { Queryable } from '../kernel/database.ts';
import { PERSON_COLUMNS, userInfo, type PersonRow } from './identity.ts';
import type { PortalInput } from './portal.ts';
import { hashPassword, requireGoodPassword } from './password.ts';

/** What can be told of a user; `teams` are ids or names, the first is his primary team. */
export interface UserInput {
  email?: string | undefined;
  name?: string | undefined;
  roles?: string[] | undefined;
  teams?: string[] | undefined;
  password?: string | undefined;
  active?: boolean | undefined;
  locale?: Locale | undefined;
  time_zone?: string | undefined;
  /** Somebody from outside, and the record that is his; null: one of the workspace's people. */
  portal?: PortalInput | null | undefined;
}

export async function findUser(db: Queryable, id: string): Promise<UserInfo | null> {
  const { rows } = await db.query<PersonRow>(
    `select ${PERSON_COLUMNS} from core."user" u where u.id = $1 and u.deleted_at is null`,
    [id],
  );
  return rows[0] === undefined ? null : userInfo(rows[0]);
}

export async function requireUser(db: Queryable, id: string): Promise<UserInfo> {
  const user = await findUser(db, id);
  if (user === null) throw new StrataError('not_found', { what: `/api/users/${id}` });
  return user;
}

/** Throws `not_unique` when somebody else has the address. */
export async function requireFreeEmail(db: Queryable, email: string, except: string | null): Promise<void> {
  const { rows } = await db.query('select from core."user" where lower(email) = lower($1) and id is distinct from $2', [
    email,
    except,
  ]);
  if (rows.length === 0) return;
  const params = { label: { en: 'e-mail', zh: '邮箱' } };
  throw new StrataError('not_unique', params, [{ path: 'email', code: 'not_unique', params }]);
}

export async function setRoles(db: Queryable, userId: string, roles: readonly string[]): Promise<void> {
  await db.query('delete from core.user_role where user_id = $1 and not role = any($2)', [userId, roles]);
  await db.query(
    'insert into core.user_role (user_id, role) select $1, role from unnest($2::text[]) role on conflict do nothing',
    [userId, roles],
  );
}

/** Puts the user into exactly these teams; the first becomes his primary team. */
export async function setTeams(db: Queryable, userId: string, teams: readonly string[]): Promise<void> {
  const ids = await resolveTeams(db, teams);
  await db.query('delete from core.user_team where user_id = $1 and not team_id = any($2::uuid[])', [userId, ids]);
  await db.query(
    'insert into core.user_team (user_id, team_id) select $1, team from unnest($2::uuid[]) team on conflict do nothing',
    [userId, ids],
  );
  await db.query('update core."user" set team = $2 where id = $1', [userId, ids[0] ?? null]);
}

/** Throws `weak_password` for one that would be guessed at once. */
export async function setPassword(db: Queryable, userId: string, email: string, password: string): Promise<void> {
  await requireGoodPassword(password, email);
  await storePassword(db, userId, password);
}

/** Takes the password as it is: for one that whoever runs the server has chosen. */
export async function storePassword(db: Queryable, userId: string, password: string): Promise<void> {
  await db.query(
    `insert into core.credential (user_id, password_hash) values ($1, $2)
     on conflict (user_id) do update set password_hash = excluded.password_hash, changed_at = now()`,
    [userId, await hashPassword(password)],
  );
}

async function resolveTeams(db: Queryable, teams: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ given: string; id: string | null }>(
    `select given, t.id from unnest($1::text[]) with ordinality as g (given, n)
     left join core.team t on (t.id::text = lower(given) or lower(t.name) = lower(given)) and t.deleted_at is null
     order by n`,
    [teams],
  );
  const params = { label: { en: 'Team', zh: '团队' } };
  const missing = rows.flatMap((row, index): Issue[] =>
    row.id === null ? [{ path: `teams.${index}`, code: 'reference_not_found', params }] : [],
  );
  if (missing.length > 0) throw StrataError.invalid(missing);
  return [...new Set(rows.flatMap((row) => row.id ?? []))];
}

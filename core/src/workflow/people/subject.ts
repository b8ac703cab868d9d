import { peopleEntries, type JsonValue, type PeopleEntry } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { RunValues } from '../advance/values.ts';
import { managerOf } from './manager.ts';

/** Who is meant: one person, or everybody of a team or a role. */
export type Subject = { kind: 'user'; id: string } | { kind: 'team'; id: string } | { kind: 'role'; name: string };

/** An active person of the workspace. */
export interface Person {
  id: string;
  name: string;
  email: string;
  locale: 'en' | 'zh';
  skills: string[];
  away: boolean;
  stand_in: string | null;
}

/** What a people setting means in this run; entries that give nobody are left out. */
export async function subjectsOf(
  db: Queryable,
  values: Pick<RunValues, 'evaluate'>,
  setting: JsonValue | undefined,
): Promise<Subject[]> {
  const found: Subject[] = [];
  for (const entry of peopleEntries(setting)) {
    const subject = await subjectOf(db, values, entry);
    if (subject !== null && !found.some((each) => isSame(each, subject))) found.push(subject);
  }
  return found;
}

export async function subjectOf(
  db: Queryable,
  values: Pick<RunValues, 'evaluate'>,
  { kind, value }: PeopleEntry,
): Promise<Subject | null> {
  switch (kind) {
    case 'role':
      return { kind, name: value };
    case 'user':
      return { kind, id: value };
    case 'team': {
      const id = await teamId(db, value);
      return id === null ? null : { kind, id };
    }
    case 'expression':
    case 'manager': {
      const { value: user } = await values.evaluate(value);
      const id = typeof user !== 'string' ? null : kind === 'manager' ? await managerOf(db, user) : user;
      return id === null ? null : { kind: 'user', id };
    }
  }
}

function isSame(left: Subject, right: Subject): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** Packs name teams, since their ids differ from workspace to workspace. */
async function teamId(db: Queryable, given: string): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `select id from core.team where deleted_at is null and (id::text = lower($1) or lower(name) = lower($1))
     order by id::text = lower($1) desc limit 1`,
    [given],
    'people_team',
  );
  return rows[0]?.id ?? null;
}

/** The active people among those meant, in a steady order. */
export async function membersOf(db: Queryable, subjects: readonly Subject[], now: Date): Promise<Person[]> {
  if (subjects.length === 0) return [];
  const { rows } = await db.query<Person>(
    `select u.id, u.name, u.email, u.locale, coalesce(w.skills, '{}') as skills, w.stand_in,
       coalesce(w.away_from <= $4 and (w.away_until is null or w.away_until > $4), false) as away
     from core."user" u left join core.user_work w on w.user_id = u.id
     where u.active and u.deleted_at is null and u.portal_object is null and (
       u.id::text = any($1::text[])
       or exists (select from core.user_team t where t.user_id = u.id and t.team_id::text = any($2::text[]))
       or exists (select from core.user_role r where r.user_id = u.id and r.role = any($3::text[])))
     order by u.id`,
    [
      subjects.flatMap((each) => (each.kind === 'user' ? [each.id.toLowerCase()] : [])),
      subjects.flatMap((each) => (each.kind === 'team' ? [each.id] : [])),
      subjects.flatMap((each) => (each.kind === 'role' ? [each.name] : [])),
      now.toISOString(),
    ],
    'people_members',
  );
  return rows;
}

import { StrataError, type Issue, type WorkProfile, type WorkProfileInput } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { announceWork } from '../../records/live/work-channel.ts';
import { instant, personName } from './present-task.ts';
import { membersOf } from './subject.ts';

interface ProfileRow {
  skills: string[];
  away_from: string | null;
  away_until: string | null;
  stand_in: string | null;
  stand_in_name: string | null;
}

/** What a person can do, and when he is away. */
export async function readWorkProfile(db: Queryable, user: string): Promise<WorkProfile> {
  const { rows } = await db.query<ProfileRow>(
    `select w.*, s.name as stand_in_name from core.user_work w left join core."user" s on s.id = w.stand_in
     where w.user_id = $1`,
    [user],
    'work_profile',
  );
  const row = rows[0];
  return {
    skills: row?.skills ?? [],
    away_from: instant(row?.away_from ?? null),
    away_until: instant(row?.away_until ?? null),
    stand_in: personName(row?.stand_in ?? null, row?.stand_in_name ?? null),
  };
}

/** Changes what is given. Throws `invalid_input`. */
export function changeWorkProfile(ctx: AccessContext, user: string, input: WorkProfileInput): Promise<WorkProfile> {
  return inTransaction(ctx.db, async (tx) => {
    const before = await readWorkProfile(tx, user);
    const after = {
      skills: input.skills === undefined ? before.skills : distinct(input.skills),
      away_from: input.away_from === undefined ? before.away_from : input.away_from,
      away_until: input.away_until === undefined ? before.away_until : input.away_until,
      stand_in: input.stand_in === undefined ? (before.stand_in?.id ?? null) : input.stand_in,
    };
    const issues = await issuesOf(ctx, tx, user, after, input);
    if (issues.length > 0) throw new StrataError('invalid_input', {}, issues);
    await tx.query(
      `insert into core.user_work (user_id, skills, away_from, away_until, stand_in) values ($1, $2, $3, $4, $5)
       on conflict (user_id) do update set skills = excluded.skills, away_from = excluded.away_from,
         away_until = excluded.away_until, stand_in = excluded.stand_in, updated_at = now()`,
      [user, after.skills, after.away_from, after.away_until, after.stand_in],
      'work_profile_keep',
    );
    // Whoever comes to stand in, or does so no more, sees it in his list at once.
    await announceWork(
      tx,
      [after.stand_in, before.stand_in?.id ?? null].flatMap((id) => id ?? []),
    );
    return readWorkProfile(tx, user);
  });
}

async function issuesOf(
  ctx: AccessContext,
  tx: Queryable,
  user: string,
  after: { away_from: string | null; away_until: string | null; stand_in: string | null },
  input: WorkProfileInput,
): Promise<Issue[]> {
  const issues: Issue[] = [];
  const { away_from: from, away_until: until, stand_in: standIn } = after;
  if (until !== null && (from === null || Date.parse(until) <= Date.parse(from)))
    issues.push({ path: 'away_until', code: 'away_backwards' });
  if (input.stand_in !== undefined && standIn !== null) {
    const people = await membersOf(tx, [{ kind: 'user', id: standIn }], ctx.now);
    if (people.length === 0 || standIn === user) issues.push({ path: 'stand_in', code: 'bad_stand_in' });
  }
  return issues;
}

function distinct(skills: readonly string[]): string[] {
  const seen = new Map(
    skills.flatMap((skill) => (skill.trim() === '' ? [] : [[skill.trim().toLowerCase(), skill.trim()]])),
  );
  return [...seen.values()];
}

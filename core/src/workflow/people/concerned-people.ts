import type { Queryable } from '../../kernel/database.ts';

/** Everybody who sees one of the tasks in his list: those asked, in whatever way, and who asks. */
export async function concernedBy(db: Queryable, tasks: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(CONCERNED, [tasks], 'task_concerned');
  return rows.map((row) => row.id);
}

const CONCERNED = `
  with seat as (select * from core.task_seat where task_id = any($1::uuid[])),
  people as (
    select user_id as id from seat
    union select decided_by from seat
    union select unnest(also) from seat
    union select m.user_id from seat s join core.user_team m on m.team_id = s.team_id
    union select r.user_id from seat s join core.user_role r on r.role = s.role
    union select requester from core.task where id = any($1::uuid[])
  )
  select id from people where id is not null
  union
  select w.stand_in from people p join core.user_work w on w.user_id = p.id
  where w.stand_in is not null and w.away_from <= now() and (w.away_until is null or w.away_until > now())`;

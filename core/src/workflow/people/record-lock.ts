import type { Label } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** Locks the record while the task is waited for, or tells the lock anew who holds it. */
export async function lockRecord(
  tx: Queryable,
  task: { id: string; record_id: string | null; run_id: string },
  label: Label,
  approversMay: boolean,
): Promise<void> {
  if (task.record_id === null) return;
  await tx.query(
    `insert into core.record_lock as l (id, record_id, run_id, label, holders, may) values ($1, $2, $3, $4::jsonb, '{}', $5::uuid[])
     on conflict (id) do nothing`,
    [task.id, task.record_id, task.run_id, JSON.stringify(label), approversMay ? [NOBODY] : []],
    'record_lock',
  );
  await renewLock(tx, task.id);
}

/** Marks a lock that those asked may pass, even while there is none of them. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Who is asked has changed; a task without a lock has none to renew. */
export async function renewLock(tx: Queryable, task: string): Promise<void> {
  await tx.query(RENEW, [task, NOBODY], 'record_lock_renew');
}

const RENEW = `
  with asked as (
    select s.user_id, s.team_id, s.role, s.also from core.task_seat s join core.task t on t.id = s.task_id
    where s.task_id = $1 and s.open and s.level = t.level
  ), people as (
    select user_id as id from asked where user_id is not null
    union select unnest(also) from asked
    union select m.user_id from asked a join core.user_team m on m.team_id = a.team_id
    union select m.user_id from asked a join core.user_role m on m.role = a.role
  )
  update core.record_lock set
    holders = array(
      select u.name from asked a join core."user" u on u.id = a.user_id
      union select t.name from asked a join core.team t on t.id = a.team_id
      union select 'role:' || a.role from asked a where a.role is not null),
    may = case when $2::uuid = any(may) then array(select id from people union select $2::uuid) else may end
  where id = $1`;

export async function unlockRecords(tx: Queryable, tasks: readonly string[]): Promise<void> {
  await tx.query('delete from core.record_lock where id = any($1::uuid[])', [tasks], 'record_unlock');
}

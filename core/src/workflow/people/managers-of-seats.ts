import type { Queryable } from '../../kernel/database.ts';
import { managerOf } from './manager.ts';
import { seatsOf, type SeatRow, type TaskRow } from './task.ts';

/** Lets the managers of those who have yet to answer do so too; answers with their ids. */
export async function managersOf(db: Queryable, task: Pick<TaskRow, 'id' | 'level' | 'requester'>): Promise<string[]> {
  const told = new Set<string>();
  for (const seat of await seatsOf(db, task.id)) {
    if (!seat.open || seat.level !== task.level) continue;
    const managers = await managersOfSeat(db, seat);
    // Who asks does not come to decide by being somebody's manager.
    const fresh = managers.filter((id) => id !== task.requester && !seat.also.includes(id));
    if (fresh.length === 0) continue;
    await db.query('update core.task_seat set also = also || $2::uuid[] where id = $1', [seat.id, fresh]);
    fresh.forEach((id) => told.add(id));
  }
  return [...told];
}

async function managersOfSeat(db: Queryable, seat: SeatRow): Promise<string[]> {
  if (seat.team_id !== null) return teamManager(db, seat.team_id);
  const people = seat.user_id === null ? await withRole(db, seat.role!) : [seat.user_id];
  const managers = new Set<string>();
  for (const person of people) {
    const manager = await managerOf(db, person);
    if (manager !== null) managers.add(manager);
  }
  return [...managers];
}

const ACTIVE = 'm.active and m.deleted_at is null and m.portal_object is null';

async function teamManager(db: Queryable, team: string): Promise<string[]> {
  const { rows } = await db.query<{ manager: string }>(
    `with recursive up as (
       select parent, manager, 1 as n from core.team where id = $1
       union all select t.parent, t.manager, n + 1 from up join core.team t on t.id = up.parent where n < 50
     ) select up.manager from up join core."user" m on m.id = up.manager and ${ACTIVE} order by n limit 1`,
    [team],
    'people_team_manager',
  );
  return rows.map((row) => row.manager);
}

/** A role may have very many people; the managers of the first hundred are enough to get an answer. */
async function withRole(db: Queryable, role: string): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select m.id from core.user_role r join core."user" m on m.id = r.user_id and ${ACTIVE} where r.role = $1 order by m.id limit 100`,
    [role],
    'people_with_role',
  );
  return rows.map((row) => row.id);
}

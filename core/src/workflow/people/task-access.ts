import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import { isMine, mineParameters } from './mine.ts';
import { lockTask, type SeatRow, type TaskRow } from './task.ts';

/** What a person has to do with a task. */
export interface Concern {
  /** Answers he may give now. */
  seats: SeatRow[];
  /** He was asked, has answered, has handed it on, or asks himself. */
  concerned: boolean;
}

/** The task, locked, with what the person has to do with it. Throws `unknown_task` where it is none of his. */
export async function takeTask(
  ctx: AccessContext,
  tx: Queryable,
  id: string,
): Promise<{ task: TaskRow; concern: Concern }> {
  const task = await lockTask(tx, id);
  const concern = await concernOf(ctx, tx, task);
  if (!concern.concerned && !administers(ctx)) throw new StrataError('unknown_task', { id });
  return { task, concern };
}

/** Administrators see what workflows wait for, and may end it; they answer only what they are asked. */
export function administers(ctx: AccessContext): boolean {
  return ctx.access.right('configure');
}

export async function concernOf(ctx: AccessContext, db: Queryable, task: TaskRow): Promise<Concern> {
  const { actor } = ctx;
  if (actor.userId === null) return { seats: [], concerned: false };
  const { rows } = await db.query<SeatRow & { mine: boolean }>(
    `select s.*, ${isMine(2)} as mine from core.task_seat s where s.task_id = $1 order by s.level, s.id`,
    [task.id, ...mineParameters(actor)],
    'task_concern',
  );
  const seats = rows.filter((seat) => seat.mine && seat.open && seat.level === task.level);
  const barred = !task.own && task.requester === actor.userId;
  return {
    seats: task.ended_at === null && !barred ? seats : [],
    concerned:
      task.requester === actor.userId ||
      rows.some((seat) => seat.mine || seat.decided_by === actor.userId || seat.handed_by === actor.userId),
  };
}

/** Throws `task_ended`, `task_not_yours`. */
export function requireSeats(task: TaskRow, { seats }: Concern): SeatRow[] {
  if (task.ended_at !== null) throw new StrataError('task_ended');
  if (seats.length === 0) throw new StrataError('task_not_yours');
  return seats;
}

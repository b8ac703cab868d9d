import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import { addSeats } from './ask.ts';
import { announceEnd } from './announce-end.ts';
import { momentsOf } from './due-time.ts';
import { endAndGoOn, wakeTask } from './end-task.ts';
import { managerAbove } from './manager.ts';
import { enqueueNotice } from './notice-job.ts';
import { renewLock } from './record-lock.ts';
import { noteTask } from './task-event.ts';
import { seatsOf, type SeatRow, type TaskRow } from './task.ts';
import { tally } from './tally.ts';

/** Looks whether the answers decide the approval; a chain then goes on to the next manager, if there is to be one. */
export async function settle(ctx: AccessContext, tx: Transaction, task: TaskRow, person: string): Promise<void> {
  const seats = (await seatsOf(tx, task.id)).filter((seat) => seat.level === task.level);
  const outcome = tally(task.mode, seats);
  if (outcome === null) return renewLock(tx, task.id);
  if (outcome === 'approved' && (await askNextLevel(ctx, tx, task, seats))) return;
  await endAndGoOn(tx, task, ctx.now, { outcome, by: person });
  await announceEnd(tx, task, `${task.id} ${outcome}`);
}

/** Where nobody is above, the highest there is has decided. */
async function askNextLevel(
  ctx: AccessContext,
  tx: Transaction,
  task: TaskRow,
  seats: readonly SeatRow[],
): Promise<boolean> {
  const below = seats[0]?.user_id;
  if (task.mode !== 'chain' || task.level >= task.levels || below == null) return false;
  const next = await managerAbove(tx, below, task.own ? null : task.requester);
  if (next === null) return false;
  task.level++;
  // Each level has the whole time to answer; when it is given up counts from the beginning.
  const { due_at, remind_at, escalate_at } = momentsOf(ctx.catalog, task.times, ctx.now);
  await tx.query(
    `update core.task set level = $2, due_at = $3, remind_at = $4, escalate_at = $5, reminders = 0 where id = $1`,
    [task.id, task.level, due_at, remind_at, escalate_at],
    'task_next_level',
  );
  await addSeats(tx, task.id, task.level, [{ kind: 'user', id: next }]);
  const event = await noteTask(tx, task.id, ctx.now, {
    kind: 'next_level',
    actor: null,
    detail: { level: task.level, to: [next] },
  });
  await renewLock(tx, task.id);
  await wakeTask(tx, task);
  await enqueueNotice(tx, { task: task.id, what: 'asked', event });
  return true;
}

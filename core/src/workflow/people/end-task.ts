import type { JsonValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { enqueueTokens } from '../token-jobs.ts';
import { unlockRecords } from './record-lock.ts';
import { noteTask } from './task-event.ts';
import type { TaskRow } from './task.ts';

/** How a task ended. */
export interface TaskEnd {
  outcome: string;
  by: string | null;
  answers?: { [name: string]: JsonValue };
}

/** Nobody is asked any more; what was decided is there for the step to see. */
export async function endTask(tx: Queryable, task: TaskRow, now: Date, end: TaskEnd): Promise<TaskRow> {
  const { rows } = await tx.query<TaskRow>(
    `update core.task set outcome = $2, ended_at = $3, ended_by = $4, answers = $5::jsonb where id = $1 returning *`,
    [task.id, end.outcome, now.toISOString(), end.by, end.answers === undefined ? null : JSON.stringify(end.answers)],
    'task_end',
  );
  await tx.query('update core.task_seat set open = false where task_id = $1 and open', [task.id], 'task_seats_close');
  await unlockRecords(tx, [task.id]);
  return rows[0]!;
}

/** Ends the task and has the run go on, both or neither. */
export async function endAndGoOn(tx: Queryable, task: TaskRow, now: Date, end: TaskEnd): Promise<TaskRow> {
  const ended = await endTask(tx, task, now, end);
  await wakeTask(tx, task);
  return ended;
}

/** Has the step look at its task again. */
export async function wakeTask(tx: Queryable, { token_id: token }: TaskRow): Promise<void> {
  const { rows } = await tx.query<{ token: string; turn: number }>(
    `select id as token, turn from core.workflow_token where id = $1 and status = 'waiting'`,
    [token],
    'task_token',
  );
  await enqueueTokens(tx, rows);
}

/** Tasks of branches that were cancelled, or of a run that has ended, are not waited for any more. */
export async function withdrawTasks(tx: Queryable, run: string, now: Date): Promise<void> {
  const { rows } = await tx.query<TaskRow>(
    `select t.* from core.task t join core.workflow_token k on k.id = t.token_id
     where t.run_id = $1 and t.ended_at is null and k.status = 'cancelled' for update of t`,
    [run],
    'tasks_to_withdraw',
  );
  for (const task of rows) {
    await noteTask(tx, task.id, now, { kind: 'withdrawn', actor: null });
    await endTask(tx, task, now, { outcome: 'withdrawn', by: null });
  }
}

import type { JsonValue } from '@stratacrm/sdk';
import type { StepResult, StepRun } from '../steps/step-engine.ts';
import { momentAfter } from './due-time.ts';
import { endTask } from './end-task.ts';
import { managersOf } from './managers-of-seats.ts';
import { enqueueNotice } from './notice-job.ts';
import { renewLock } from './record-lock.ts';
import { noteTask } from './task-event.ts';
import type { TaskRow } from './task.ts';

const MOST_REMINDERS = 5;

/** Nothing else wakes the wait then; it is looked at again after so long. */
const LOOK_AGAIN_MS = 30 * 86_400_000;

/**
 * Looks after a task that is waited for: reminds, asks the managers, gives up. Answers with how long to wait further, or
 * with what became of it.
 */
export async function attend(
  run: StepRun,
  task: TaskRow,
  results: (task: TaskRow) => Promise<{ [name: string]: JsonValue }>,
): Promise<StepResult> {
  const { ctx } = run;
  if (task.ended_at === null && isPast(task.ends_at, ctx.now)) {
    await noteTask(ctx.db, task.id, ctx.now, { kind: 'late', actor: null });
    task = await endTask(ctx.db, task, ctx.now, { outcome: 'late', by: null });
  }
  if (task.ended_at !== null) {
    const outcome = task.outcome ?? 'recalled';
    return { kind: 'done', outcome, results: await results(task), output: { task: task.id, outcome } };
  }
  if (isPast(task.escalate_at, ctx.now)) await escalate(run, task);
  if (isPast(task.remind_at, ctx.now)) await remind(run, task);
  const moments = [task.remind_at, task.escalate_at, task.ends_at].flatMap((at) =>
    at === null ? [] : [new Date(at).getTime()],
  );
  return { kind: 'wait', until: new Date(Math.min(...moments, ctx.now.getTime() + LOOK_AGAIN_MS)) };
}

function isPast(at: string | null, now: Date): boolean {
  return at !== null && new Date(at).getTime() <= now.getTime();
}

async function remind({ ctx }: StepRun, task: TaskRow): Promise<void> {
  task.reminders++;
  const again = task.reminders < MOST_REMINDERS;
  task.remind_at = again ? momentAfter(ctx.catalog, task.times, ctx.now, 'remind_after') : null;
  await ctx.db.query(
    'update core.task set reminders = $2, remind_at = $3 where id = $1',
    [task.id, task.reminders, task.remind_at],
    'task_remind',
  );
  const event = await noteTask(ctx.db, task.id, ctx.now, { kind: 'reminded', actor: null });
  await enqueueNotice(ctx.db, { task: task.id, what: 'reminded', event });
}

/** The managers of those who have not answered may answer in their stead. */
async function escalate({ ctx }: StepRun, task: TaskRow): Promise<void> {
  task.escalate_at = null;
  await ctx.db.query('update core.task set escalate_at = null where id = $1', [task.id], 'task_escalate');
  const managers = await managersOf(ctx.db, task);
  await renewLock(ctx.db, task.id);
  const event = await noteTask(ctx.db, task.id, ctx.now, {
    kind: 'escalated',
    actor: null,
    detail: { to: managers },
  });
  await enqueueNotice(ctx.db, { task: task.id, what: 'escalated', event });
}

import { StrataError, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readAnswers } from '../answers.ts';
import { changeTask, type TaskChange } from './change-task.ts';
import { endAndGoOn } from './end-task.ts';
import { announceEnd } from './announce-end.ts';
import { requireSeats } from './task-access.ts';
import { noteTask } from './task-event.ts';
import { settle } from './settle.ts';

/** How somebody decides an approval. */
export interface Decision {
  decision: 'approved' | 'rejected';
  comment?: string | undefined;
}

/**
 * Decides an approval, for every answer that is this person's to give: his own and those of whom he stands in for. Throws
 * `unknown_task`, `task_ended`, `task_not_yours`, `comment_needed`.
 */
export function decideTask(
  ctx: AccessContext,
  id: string,
  given: Decision,
  via: 'screen' | 'bulk' | 'mail' = 'screen',
): Promise<void> {
  return changeTask(ctx, id, (change) => decide(ctx, change, given, via));
}

async function decide(
  ctx: AccessContext,
  { tx, task, concern, person }: TaskChange,
  { decision, comment = '' }: Decision,
  via: string,
): Promise<void> {
  const seats = requireSeats(task, concern);
  if (task.kind !== 'approval') throw new StrataError('task_not_yours');
  if (via === 'bulk' && !task.bulk) throw new StrataError('not_in_bulk');
  const needed = task.comment === 'always' || (task.comment === 'rejecting' && decision === 'rejected');
  if (needed && comment.trim() === '')
    throw new StrataError('invalid_input', {}, [{ path: 'comment', code: 'comment_needed' }]);
  await tx.query(
    `update core.task_seat set open = false, decision = $2, comment = $3, decided_by = $4, decided_at = $5
     where id = any($1::uuid[])`,
    [seats.map((seat) => seat.id), decision, comment.trim() || null, person, ctx.now.toISOString()],
    'task_decide',
  );
  const stoodInFor = seats.flatMap((seat) => (seat.user_id !== null && seat.user_id !== person ? [seat.user_id] : []));
  await noteTask(tx, task.id, ctx.now, {
    kind: decision,
    actor: person,
    detail: { via, comment: comment.trim(), ...(stoodInFor.length > 0 && { for: stoodInFor }) },
  });
  await settle(ctx, tx, task, person);
}

/** What somebody answers who has done a task. */
export interface Completion {
  answers?: { [name: string]: JsonValue } | undefined;
  comment?: string | undefined;
}

/** Throws `unknown_task`, `task_ended`, `task_not_yours`, `task_taken`, `invalid_input`. */
export function completeTask(
  ctx: AccessContext,
  id: string,
  { answers = {}, comment = '' }: Completion,
): Promise<void> {
  return changeTask(ctx, id, async ({ tx, task, concern, person }) => {
    const seats = requireSeats(task, concern);
    if (task.kind !== 'task') throw new StrataError('task_not_yours');
    await refuseTaken(tx, task.claimed_by, person);
    const read = readAnswers(ctx, task.form as unknown as JsonValue, answers, task.step, 'answers');
    if (read.issues.length > 0) throw new StrataError('invalid_input', {}, read.issues);
    await tx.query(
      `update core.task_seat set open = false, decision = 'done', comment = $2, decided_by = $3, decided_at = $4 where id = $1`,
      [seats[0]!.id, comment.trim() || null, person, ctx.now.toISOString()],
      'task_complete',
    );
    const detail = { comment: comment.trim() };
    const event = await noteTask(tx, task.id, ctx.now, { kind: 'done', actor: person, detail });
    await endAndGoOn(tx, task, ctx.now, { outcome: 'done', by: person, answers: read.results });
    await announceEnd(tx, task, event);
  });
}

/** Throws `task_taken` when somebody else has taken the task. */
export async function refuseTaken(tx: TaskChange['tx'], claimedBy: string | null, person: string): Promise<void> {
  if (claimedBy === null || claimedBy === person) return;
  const { rows } = await tx.query<{ name: string }>('select name from core."user" where id = $1', [claimedBy]);
  throw new StrataError('task_taken', { name: rows[0]?.name ?? '' });
}

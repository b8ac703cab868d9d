import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { changeTask, type TaskChange } from './change-task.ts';
import { refuseTaken } from './decide-task.ts';
import { endAndGoOn } from './end-task.ts';
import { enqueueNotice } from './notice-job.ts';
import { renewLock } from './record-lock.ts';
import { membersOf } from './subject.ts';
import { administers, requireSeats } from './task-access.ts';
import { noteTask } from './task-event.ts';
import { seatsOf } from './task.ts';

/** Takes a task, so that others leave it alone. Throws `unknown_task`, `task_ended`, `task_not_yours`, `task_taken`. */
export function claimTask(ctx: AccessContext, id: string): Promise<void> {
  return changeTask(ctx, id, async ({ tx, task, concern, person }) => {
    requireSeats(task, concern);
    if (task.kind !== 'task') throw new StrataError('task_not_yours');
    await refuseTaken(tx, task.claimed_by, person);
    await tx.query('update core.task set claimed_by = $2 where id = $1', [id, person], 'task_claim');
    await noteTask(tx, id, ctx.now, { kind: 'claimed', actor: person });
  });
}

/** Gives back a task one has taken; an administrator may give back anybody's. */
export function releaseTask(ctx: AccessContext, id: string): Promise<void> {
  return changeTask(ctx, id, async ({ tx, task, person }) => {
    if (task.ended_at !== null) throw new StrataError('task_ended');
    if (task.claimed_by === null) return;
    if (task.claimed_by !== person && !administers(ctx)) await refuseTaken(tx, task.claimed_by, person);
    await tx.query('update core.task set claimed_by = null where id = $1', [id], 'task_release');
    await noteTask(tx, id, ctx.now, { kind: 'released', actor: person });
  });
}

/** Has somebody else answer in one's own place. Throws `bad_stand_in` besides what answering throws. */
export function handOnTask(ctx: AccessContext, id: string, to: string, comment = ''): Promise<void> {
  return changeTask(ctx, id, async ({ tx, task, concern, person }) => {
    const [seat] = requireSeats(task, concern);
    await refuseTaken(tx, task.claimed_by, person);
    await requireStandIn(ctx, tx, to, [person, ...(task.own ? [] : [task.requester])]);
    const { user_id, team_id, role } = seat!;
    await tx.query(
      `update core.task_seat set user_id = $2, team_id = null, role = null, handed_by = $3, before = $4::jsonb where id = $1`,
      [seat!.id, to, person, JSON.stringify({ user_id, team_id, role })],
      'task_hand',
    );
    await tx.query('update core.task set claimed_by = null where id = $1 and claimed_by is not null', [id]);
    await renewLock(tx, id);
    const detail = { to: [to], comment: comment.trim() };
    const event = await noteTask(tx, id, ctx.now, { kind: 'handed', actor: person, detail });
    await enqueueNotice(tx, { task: id, what: 'handed', event });
  });
}

async function requireStandIn(
  ctx: AccessContext,
  tx: TaskChange['tx'],
  to: string,
  except: readonly (string | null)[],
): Promise<void> {
  const people = await membersOf(tx, [{ kind: 'user', id: to }], ctx.now);
  if (people.length === 0 || except.includes(to))
    throw new StrataError('invalid_input', {}, [{ path: 'to', code: 'bad_stand_in' }]);
}

/** Takes back what one has handed on and is not answered yet. */
export function takeBackTask(ctx: AccessContext, id: string): Promise<void> {
  return changeTask(ctx, id, async ({ tx, task, person }) => {
    if (task.ended_at !== null) throw new StrataError('task_ended');
    const handed = (await seatsOf(tx, id)).filter((seat) => seat.open && seat.handed_by === person);
    if (handed.length === 0) throw new StrataError('task_not_yours');
    await tx.query(
      `update core.task_seat s set user_id = b.user_id, team_id = b.team_id, role = b.role, handed_by = null, before = null
       from core.task_seat o cross join lateral jsonb_to_record(o.before) as b(user_id uuid, team_id uuid, role text)
       where o.id = s.id and s.id = any($1::uuid[])`,
      [handed.map((seat) => seat.id)],
      'task_take_back',
    );
    await tx.query('update core.task set claimed_by = null where id = $1', [id]);
    await renewLock(tx, id);
    await noteTask(tx, id, ctx.now, { kind: 'released', actor: person, detail: { taken_back: true } });
  });
}

/** Whoever asks, or an administrator, does not want to know any more. Throws `unknown_task`, `task_ended`, `task_not_yours`. */
export function recallTask(ctx: AccessContext, id: string, comment = ''): Promise<void> {
  return changeTask(ctx, id, async ({ tx, task, person }) => {
    if (task.ended_at !== null) throw new StrataError('task_ended');
    if (task.requester !== person && !administers(ctx)) throw new StrataError('task_not_yours');
    await noteTask(tx, id, ctx.now, { kind: 'recalled', actor: person, detail: { comment: comment.trim() } });
    await endAndGoOn(tx, task, ctx.now, { outcome: 'recalled', by: person });
  });
}

/** A word beside the task, for everybody who sees it. */
export function commentTask(ctx: AccessContext, id: string, text: string): Promise<void> {
  return changeTask(ctx, id, async ({ tx, person }) => {
    await noteTask(tx, id, ctx.now, { kind: 'commented', actor: person, detail: { comment: text.trim() } });
  });
}

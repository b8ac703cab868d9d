import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { personOf } from '../../access/people-context.ts';
import type { Transaction } from '../../kernel/database.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { announceWork } from '../../records/live/work-channel.ts';
import { takeTask, type Concern } from './task-access.ts';
import type { TaskRow } from './task.ts';
import { concernedBy } from './concerned-people.ts';

/** One change of a task by a person. */
export interface TaskChange {
  tx: Transaction;
  task: TaskRow;
  concern: Concern;
  /** Who changes it. */
  person: string;
}

/** Locks the task, changes it, and has everybody concerned see it at once. */
export function changeTask<Result>(
  ctx: AccessContext,
  id: string,
  work: (change: TaskChange) => Promise<Result>,
): Promise<Result> {
  const person = personOf(ctx);
  if (ctx.actor.portal !== undefined) throw new StrataError('portal_closed');
  return inTransaction(ctx.db, async (tx) => {
    const { task, concern } = await takeTask(ctx, tx, id);
    const before = await concernedBy(tx, [id]);
    const result = await work({ tx, task, concern, person });
    await announceWork(tx, [...new Set([...before, ...(await concernedBy(tx, [id]))])]);
    return result;
  });
}

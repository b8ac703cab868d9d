import type { Queryable } from '../../kernel/database.ts';
import { enqueueNotice } from './notice-job.ts';
import type { TaskRow } from './task.ts';

/** Whoever asked is told how it ended, unless nobody did. */
export async function announceEnd(tx: Queryable, task: TaskRow, event: string): Promise<void> {
  if (task.requester !== null) await enqueueNotice(tx, { task: task.id, what: 'ended', event });
}

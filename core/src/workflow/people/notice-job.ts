import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob } from '../../kernel/jobs.ts';

export const NOTICE_JOB = 'task_notice';

/** Something about a task that people are to be told. */
export interface TaskNotice {
  task: string;
  what: 'asked' | 'reminded' | 'escalated' | 'handed' | 'ended';
  /** The event it is told of; the same notice is told once. */
  event: string;
}

/** Has people told, in the transaction in which it happens. */
export async function enqueueNotice(db: Queryable, { task, what, event }: TaskNotice): Promise<void> {
  await enqueueJob(db, NOTICE_JOB, { task, what, event }, { key: `${NOTICE_JOB} ${event}` });
}

import type { Queryable } from '../kernel/database.ts';

export const TOKEN_JOB = 'workflow_token';

/** A token to be carried on, at its present turn. */
export interface TokenJob {
  token: string;
  turn: number;
}

/** Puts the tokens on the job list, in the transaction that leaves them ready. */
export async function enqueueTokens(db: Queryable, jobs: readonly TokenJob[], runAt?: string): Promise<void> {
  if (jobs.length === 0) return;
  await db.query(
    `select count(graphile_worker.add_job('${TOKEN_JOB}', job, run_at => $2::timestamptz, max_attempts => 12))
     from json_array_elements($1::json) as job`,
    [JSON.stringify(jobs), runAt ?? null],
    'workflow_enqueue',
  );
}

export const TOGETHER_JOB = 'workflow_tokens';

/** Tokens of runs that have just begun, to be carried on at once. */
export interface TogetherJob {
  tokens: string[];
}

/** Puts many tokens on the job list as few jobs. */
export async function enqueueTogether(db: Queryable, jobs: readonly TogetherJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await db.query(
    `select count(graphile_worker.add_job('${TOGETHER_JOB}', job, max_attempts => 12))
     from json_array_elements($1::json) as job`,
    [JSON.stringify(jobs)],
    'workflow_enqueue_together',
  );
}

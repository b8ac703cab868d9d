import type { JobHandlers } from '../kernel/jobs.ts';
import { advanceToken } from './advance/advance.ts';
import type { Engine } from './engine.ts';
import { TOKEN_JOB, type TokenJob } from './token-jobs.ts';

/** What workflows do in the background. */
export function workflowJobs(engine: Engine): JobHandlers {
  return {
    [TOKEN_JOB]: (payload, job) => advanceToken(engine, payload as unknown as TokenJob, job),
  };
}

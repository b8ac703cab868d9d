import type { JobHandlers } from '../kernel/jobs.ts';
import { MOVE_REQUEST_JOB } from '../records/process/held-moves.ts';
import { advanceToken } from './advance/advance.ts';
import type { Engine } from './engine.ts';
import { NOTICE_JOB, type TaskNotice } from './people/notice-job.ts';
import { tellPeople } from './people/notices.ts';
import { beginMoveRequest } from './processes/begin-request.ts';
import { replayJobs } from './trial/replay.ts';
import { advanceTogether, resumeTogether } from './together/advance-together.ts';
import { TOGETHER_JOB, TOKEN_JOB, type TogetherJob, type TokenJob } from './token-jobs.ts';

/** What workflows do in the background. */
export function workflowJobs(engine: Engine): JobHandlers {
  return {
    ...replayJobs(engine),
    [TOGETHER_JOB]: (payload, job) => advanceTogether(engine, payload as unknown as TogetherJob, job),
    [TOKEN_JOB]: async (payload, job) => {
      const token = payload as unknown as TokenJob;
      if (!(await resumeTogether(engine, token))) await advanceToken(engine, token, job);
    },
    [NOTICE_JOB]: (payload) => tellPeople(engine, payload as unknown as TaskNotice),
    [MOVE_REQUEST_JOB]: (payload) => beginMoveRequest(engine, payload),
  };
}

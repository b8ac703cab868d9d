import { StrataError } from '@stratacrm/sdk';
import { ask } from '../people/ask.ts';
import { attend } from '../people/attend.ts';
import { triedAsking } from '../people/foresee-asking.ts';
import { membersOf, subjectsOf } from '../people/subject.ts';
import { taskAt, type TaskRow } from '../people/task.ts';
import type { StepEngine } from './step-engine.ts';

export const task: StepEngine = async (run) => {
  const { ctx, token, step } = run;
  if (ctx.trial === true) return triedAsking(run);
  const known = await taskAt(ctx.db, token.id, step.id);
  return attend(run, known ?? (await begin()), results);

  async function begin(): Promise<TaskRow> {
    const seats = await subjectsOf(ctx.db, run.values, step.settings['people']);
    if ((await membersOf(ctx.db, seats, ctx.now)).length === 0)
      throw new StrataError('task_asks_nobody', { step: step.id });
    return ask(run, {
      kind: 'task',
      mode: 'one',
      seats,
      levels: 1,
      comment: 'never',
      bulk: false,
      byMail: false,
      own: true,
    });
  }

  function results(ended: TaskRow) {
    return Promise.resolve({ ...ended.answers, [`${step.id}_by`]: ended.ended_by });
  }
};

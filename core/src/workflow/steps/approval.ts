import { StrataError, type JsonValue } from '@stratacrm/sdk';
import { ask } from '../people/ask.ts';
import { askedPeople } from '../people/asked-people.ts';
import { attend } from '../people/attend.ts';
import { triedAsking } from '../people/foresee-asking.ts';
import { lockRecord } from '../people/record-lock.ts';
import { seatsOf, taskAt, type TaskMode, type TaskRow } from '../people/task.ts';
import { textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const approval: StepEngine = async (run) => {
  const { ctx, token, step } = run;
  if (ctx.trial === true) return triedAsking(run);
  const known = await taskAt(ctx.db, token.id, step.id);
  return attend(run, known ?? (await begin()), results);

  async function begin(): Promise<TaskRow> {
    const asked = await askedPeople(run);
    if (asked.seats.length === 0) throw new StrataError('task_asks_nobody', { step: step.id });
    const comment = textSetting(step, 'comment') || 'rejecting';
    const begun = await ask(run, {
      kind: 'approval',
      mode: (textSetting(step, 'mode') || 'one') as TaskMode,
      ...asked,
      comment: comment as TaskRow['comment'],
      bulk: step.settings['single'] !== true,
      byMail: step.settings['by_mail'] !== false,
      own: step.settings['own'] === true,
    });
    const lock = textSetting(step, 'lock');
    const workflow = ctx.catalog.workflows.get(run.run.workflow);
    const label = workflow?.label ?? { en: run.run.workflow, zh: run.run.workflow };
    if (lock === 'locked' || lock === 'approvers') await lockRecord(ctx.db, begun, label, lock === 'approvers');
    return begun;
  }

  async function results(ended: TaskRow): Promise<{ [name: string]: JsonValue }> {
    const comments = (await seatsOf(ctx.db, ended.id)).flatMap((seat) => seat.comment ?? []);
    return { [`${step.id}_by`]: ended.ended_by, [`${step.id}_comment`]: comments.join('\n') };
  }
};

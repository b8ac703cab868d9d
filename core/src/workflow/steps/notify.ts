import { membersOf, subjectsOf } from '../people/subject.ts';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine, StepRun } from './step-engine.ts';

/** Letters of a sentence on a small list. */
const LONGEST = 500;

export const notify: StepEngine = async (run) => {
  const { ctx, step, values, ports } = run;
  const members = await membersOf(ctx.db, await subjectsOf(ctx.db, values, step.settings['people']), ctx.now);
  const en = await text(run, requiredSetting(step, 'text'));
  const zh = textSetting(step, 'text_zh') === '' ? en : await text(run, textSetting(step, 'text_zh'));
  await ports.notify(ctx.db, {
    people: members.map(({ id }) => id),
    title: { en, zh },
    about: await aboutOf(run),
    run: run.run.id,
  });
  const names = members.map(({ name }) => name);
  return { kind: 'done', results: { [`${step.id}_count`]: members.length }, output: { text: en, people: names } };
};

async function text({ values }: StepRun, template: string): Promise<string> {
  return (await values.fill(template)).replaceAll(/\s+/g, ' ').trim().slice(0, LONGEST);
}

/** The record it is about; without one that which triggered the run. */
async function aboutOf({ run, step, values }: StepRun): Promise<{ object: string; record: string } | null> {
  const source = textSetting(step, 'record');
  if (source === '')
    return run.object === null || run.record_id === null ? null : { object: run.object, record: run.record_id };
  const { value, type } = await values.evaluate(source);
  const { object } = type as { object?: string };
  return typeof value === 'string' && object !== undefined ? { object, record: value } : null;
}

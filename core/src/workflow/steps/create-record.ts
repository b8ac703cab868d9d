import { writeError } from '../../records/pipeline/written-answer.ts';
import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const createRecord: StepEngine = async ({ ctx, step, values, write }) => {
  const object = requiredSetting(step, 'object');
  const input = await values.record(step.settings['values']);
  const { id, issues } = await write(ctx, object, { action: 'create', input });
  if (id === null || issues.length > 0) throw writeError(issues);
  return { kind: 'done', results: { [step.id]: id }, output: { object, id, values: input }, recordsChanged: 1 };
};

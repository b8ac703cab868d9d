import { createRecord as create } from '../../records/create-record.ts';
import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const createRecord: StepEngine = async ({ ctx, step, values }) => {
  const object = requiredSetting(step, 'object');
  const input = await values.record(step.settings['values']);
  const { data } = await create(ctx, object, input);
  return {
    kind: 'done',
    results: { [step.id]: data.id },
    output: { object, id: data.id, values: input },
    recordsChanged: 1,
  };
};

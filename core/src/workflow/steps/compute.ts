import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const compute: StepEngine = async ({ step, values }) => {
  const { value } = await values.evaluate(requiredSetting(step, 'value'));
  return { kind: 'done', results: { [step.id]: value }, output: value };
};

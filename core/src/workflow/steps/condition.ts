import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const condition: StepEngine = async ({ step, values }) => ({
  kind: 'done',
  outcome: (await values.holds(requiredSetting(step, 'when'))) ? 'yes' : 'no',
});

import { textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const stop: StepEngine = async ({ step, values }) => {
  const failed = step.settings['as'] === 'failed';
  const reason = await values.fill(textSetting(step, 'reason'));
  return { kind: 'end', failure: failed ? reason || step.id : null };
};

import { StrataError } from '@stratacrm/sdk';
import { requiredSetting, textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const call: StepEngine = async ({ step, values }) => {
  const { value } = await values.evaluate(textSetting(step, 'record') || 'record');
  if (typeof value !== 'string') throw new StrataError('run_record_gone', { step: step.id });
  return { kind: 'call', workflow: requiredSetting(step, 'workflow'), record: value };
};

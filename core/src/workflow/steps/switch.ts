import { casesOf } from '@stratacrm/sdk';
import type { StepEngine } from './step-engine.ts';

export const switchStep: StepEngine = async ({ step, values }) => {
  for (const { name, condition } of casesOf(step)) {
    if (await values.holds(condition)) return { kind: 'done', outcome: name };
  }
  return { kind: 'done', outcome: 'otherwise' };
};

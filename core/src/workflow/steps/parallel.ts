import { stepKind } from '@stratacrm/sdk';
import type { StepEngine } from './step-engine.ts';

export const parallel: StepEngine = ({ step }) => {
  const taken = (stepKind('parallel')?.inner ?? []).filter((outcome) => step.next[outcome] !== undefined);
  return Promise.resolve({ kind: 'branch', branches: taken.map((outcome) => ({ outcome, results: {} })) });
};

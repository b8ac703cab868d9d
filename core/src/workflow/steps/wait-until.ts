import { StrataError, readDuration } from '@stratacrm/sdk';
import { requiredSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const waitUntil: StepEngine = async ({ ctx, run, step, values, waitingUntil }) => {
  if (await values.holds(requiredSetting(step, 'when'))) return { kind: 'done' };
  const length = readDuration(requiredSetting(step, 'at_most'));
  if (length === null || run.record_id === null) throw new StrataError('required', { label: 'at_most' });
  const until = waitingUntil ?? new Date(ctx.now.getTime() + length);
  if (until.getTime() <= ctx.now.getTime()) return { kind: 'done', outcome: 'late' };
  return { kind: 'wait', until, record: run.record_id };
};

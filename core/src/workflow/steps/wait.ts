import { StrataError, readDuration } from '@stratacrm/sdk';
import { textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const wait: StepEngine = async ({ ctx, step, values, waitingUntil }) => {
  // Decided once, at the first turn: a value that changes meanwhile does not move it.
  const until = waitingUntil ?? (await momentOf());
  return until.getTime() <= ctx.now.getTime() ? { kind: 'done' } : { kind: 'wait', until };

  async function momentOf(): Promise<Date> {
    const length = readDuration(textSetting(step, 'for'));
    if (length !== null) return new Date(ctx.now.getTime() + length);
    const { value } = await values.evaluate(`timestamp(${textSetting(step, 'until')})`);
    if (typeof value !== 'string') throw new StrataError('required', { label: 'until' });
    return new Date(value);
  }
};

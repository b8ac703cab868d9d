import { StrataError, businessLength } from '@stratacrm/sdk';
import { hoursNamed } from '../../records/process/business-hours.ts';
import { textSetting } from './settings.ts';
import type { StepEngine } from './step-engine.ts';

export const wait: StepEngine = async ({ ctx, step, values, waitingUntil }) => {
  // Decided once, at the first turn: a value that changes meanwhile does not move it.
  const until = waitingUntil ?? (await momentOf());
  return until.getTime() <= ctx.now.getTime() ? { kind: 'done' } : { kind: 'wait', until };

  async function momentOf(): Promise<Date> {
    const hours = hoursNamed(ctx.catalog, textSetting(step, 'hours') === 'business' ? undefined : 'always');
    const length = businessLength(textSetting(step, 'for'), hours);
    const end = length === null ? null : hours.add(ctx.now.getTime(), length);
    if (length !== null && end === null) throw new StrataError('no_working_hours');
    if (end !== null) return new Date(end);
    const { value } = await values.evaluate(`timestamp(${textSetting(step, 'until')})`);
    if (typeof value !== 'string') throw new StrataError('required', { label: 'until' });
    return new Date(value);
  }
};

import type { Handler, HookInput, HookOutput } from '@stratacrm/sdk';
import { textOf } from '../host-records.ts';
import { numberSetting } from '../settings.ts';
import { monthOf } from './month.ts';

/** Months whose balances changed are worked out anew, each once however many lines there were. */
export const afterBalances: Handler<HookInput, HookOutput> = async ({ records }, host) => {
  const days = records.flatMap(({ before, after }) => [textOf(before?.['date']), textOf(after?.['date'])]);
  const months = new Set(days.filter((day) => day !== '').map(monthOf));
  // Lines of the core system come in portions: it waits for the next before it begins.
  const after_seconds = await numberSetting(host, 'gather_seconds');
  for (const month of months)
    await host.jobs.start('work_out_month', { month }, { key: `month ${month}`, after_seconds });
};

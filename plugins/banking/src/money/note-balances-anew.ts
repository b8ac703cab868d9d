import type { Handler, JobInput, JsonValue } from '@stratacrm/sdk';
import { monthOf, monthsLater } from './month.ts';

/** Version 1.0 could leave the balance of an earlier month on a holding: the last three months set that right. */
export const noteBalancesAnew: Handler<JobInput, JsonValue> = async (_input, host) => {
  const now = monthOf(host.today());
  const months = [-2, -1, 0].map((back) => monthsLater(now, back));
  for (const month of months) await host.jobs.start('work_out_month', { month }, { key: `month ${month}` });
  return { months };
};

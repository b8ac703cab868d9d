import type { Handler, JobInput, JsonValue } from '@stratacrm/sdk';
import { inPieces, writeAll } from '../host-records.ts';
import { monthOf, yearBegins } from './month.ts';

/** Months in one night that leave the window, of so many holdings; the rest goes on the next night. */
const MOST = 20_000;

/** Moves the window of twelve months on, and works out the month that runs. */
export const everyNight: Handler<JobInput, JsonValue> = async (_input, host) => {
  const begins = yearBegins(host.today());
  let left = 0;
  while (left < MOST) {
    const { data } = await host.records.query('bank__profit', {
      fields: ['id'],
      filter: `in_last_year == true && month < "${begins}"`,
      limit: 200,
    });
    if (data.length === 0) break;
    for (const piece of inPieces(data, 200))
      await writeAll(host, 'bank__profit', {
        update: piece.map(({ id }) => ({ id, in_last_year: false })),
      });
    left += data.length;
  }
  const month = monthOf(host.today());
  await host.jobs.start('work_out_month', { month }, { key: `month ${month}` });
  await host.jobs.start('suggest_products', null, { key: 'suggest' });
  return { left };
};

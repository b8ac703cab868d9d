import { clockIn } from '../../fields/calendar-days.ts';
import { valueContext } from '../../fields/value-context.ts';

/** Today by the reader's clock. */
export function today(): string {
  return clockIn(new Date().toISOString(), valueContext().time_zone).date;
}

import { clockIn } from '../../../fields/calendar-days.ts';
import { valueContext } from '../../../fields/value-context.ts';
import { currentLocale } from '../../../i18n/i18n.ts';

/** A moment by the reader's clock; of today the time alone. */
export function momentText(at: string): string {
  const { time_zone: timeZone } = valueContext();
  const moment = clockIn(at, timeZone);
  if (moment.date === clockIn(new Date().toISOString(), timeZone).date) return moment.time;
  const language = currentLocale() === 'zh' ? 'zh-CN' : 'en-GB';
  return new Date(at).toLocaleString(language, { dateStyle: 'short', timeStyle: 'short', timeZone });
}

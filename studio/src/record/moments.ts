import { clockIn } from '../fields/calendar-days.ts';
import { valueContext } from '../fields/value-context.ts';
import { currentLocale, t } from '../i18n/i18n.ts';

const language = (): string => (currentLocale() === 'zh' ? 'zh-CN' : 'en-GB');

/** The day a moment falls on, as a heading: today, yesterday, `3 October`, with the year when it is another one. */
export function dayTitle(instant: string, now = new Date()): string {
  const { time_zone } = valueContext();
  const day = clockIn(instant, time_zone).date;
  const today = clockIn(now.toISOString(), time_zone).date;
  const yesterday = clockIn(new Date(now.getTime() - 86_400_000).toISOString(), time_zone).date;
  if (day === today) return t('record.today');
  if (day === yesterday) return t('record.yesterday');
  const year = day.slice(0, 4) === today.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(language(), { ...year, month: 'long', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}

/** `14:30` by the reader's clock. */
export function timeOfDay(instant: string): string {
  return clockIn(instant, valueContext().time_zone).time;
}

/** The whole moment, for a tip. */
export function wholeMoment(instant: string): string {
  return new Intl.DateTimeFormat(language(), {
    dateStyle: 'full',
    timeStyle: 'medium',
    timeZone: valueContext().time_zone,
  }).format(new Date(instant));
}

import { clockIn } from './calendar-days.ts';
import { valueContext } from './value-context.ts';
import { currentLocale, t } from '../i18n/i18n.ts';

const language = (): string => (currentLocale() === 'zh' ? 'zh-CN' : 'en-GB');

/** The day a moment falls on, as a heading: today, yesterday, `3 October`, with the year when it is another one. */
export function dayTitle(instant: string, now = new Date()): string {
  return titleOfDay(clockIn(instant, valueContext().time_zone).date, now);
}

/** The same of a day, which is the same one everywhere. */
export function titleOfDay(day: string, now = new Date()): string {
  const { time_zone } = valueContext();
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

/** A day and the clock, `21 Nov 2026, 14:30`. */
export function momentText(instant: string): string {
  return written(instant, { dateStyle: 'medium', timeStyle: 'short' });
}

/** To the second, where the order of events is read. */
export function exactMoment(instant: string): string {
  return written(instant, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** `21 Nov 2026` by the reader's calendar. */
export function dayText(instant: string): string {
  return written(instant, { dateStyle: 'medium' });
}

/** The whole moment, for a tip. */
export function wholeMoment(instant: string): string {
  return written(instant, { dateStyle: 'full', timeStyle: 'medium' });
}

/** On the clocks of the workspace, or of the reader where he has chosen others. */
function written(instant: string, style: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language(), { ...style, timeZone: valueContext().time_zone }).format(
    new Date(instant),
  );
}

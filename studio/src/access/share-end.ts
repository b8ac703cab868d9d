import { addDays, dateAt, startOfDay } from '@stratacrm/sdk';

/** The day so many days from now where the person is; empty beyond the calendar. */
export function inDays(now: Date, days: number, timeZone: string): string {
  const today = dateAt(now.getTime(), timeZone);
  return (today && addDays(today, days)) ?? '';
}

/** The last moment of a day where the person is; null for what is no day. */
export function endOfDay(day: string, timeZone: string): string | null {
  const next = addDays(day, 1);
  return next && new Date(startOfDay(next, timeZone) - 1).toISOString();
}

import type { DateBucket } from '@stratacrm/sdk';
import { addDays, addMonths } from '../fields/calendar-days.ts';
import { currentLocale, t } from '../i18n/i18n.ts';

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** The first day after a stretch of the calendar that begins on `start`. */
export function endOfBucket(start: string, bucket: DateBucket): string {
  if (bucket === 'day') return addDays(start, 1);
  return bucket === 'week' ? addDays(start, 7) : addMonths(start, MONTHS[bucket]);
}

/** What a stretch is called, with its year: 3 Nov 2026, week of 2 Nov 2026, November 2026, Q4 2026, 2026. */
export function bucketName(start: string, bucket: DateBucket): string {
  const write = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(currentLocale() === 'zh' ? 'zh-CN' : 'en-GB', { timeZone: 'UTC', ...options }).format(
      new Date(`${start}T00:00:00Z`),
    );
  switch (bucket) {
    case 'day':
      return write({ dateStyle: 'medium' });
    case 'week':
      return t('dashboards.week', { day: write({ dateStyle: 'medium' }) });
    case 'month':
      return write({ year: 'numeric', month: 'long' });
    case 'quarter':
      return t('dashboards.quarter', { n: Math.floor((Number(start.slice(5, 7)) + 2) / 3), year: start.slice(0, 4) });
    case 'year':
      return write({ year: 'numeric' });
  }
}

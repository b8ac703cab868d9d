import { readCron } from '@stratacrm/sdk';
import { currentLocale, listed, t } from '../../i18n/i18n.ts';

/** A CRON line in words where it says something simple, else the line itself. */
export function cronWords(line: string): string {
  const cron = readCron(line);
  const [minute, ...minutes] = cron?.minutes ?? [];
  const [hour, ...hours] = cron?.hours ?? [];
  if (cron === null || minute === undefined || hour === undefined) return line;
  const [everyDay, everyMonth, everyWeekday] = [
    cron.days.size === 31,
    cron.months.size === 12,
    cron.weekdays.size === 7,
  ];
  if (!everyMonth) return line;
  if (minutes.length > 0) {
    const n = everyMinutes([minute, ...minutes]);
    const always = cron.hours.size === 24 && everyDay && everyWeekday;
    return always && n !== null ? t('workflows.cron.minutes', { n }) : line;
  }
  if (cron.hours.size === 24 && everyDay && everyWeekday) return t('workflows.cron.hourly', { minute });
  if (hours.length > 0) return line;
  const at = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
  if (everyDay && everyWeekday) return t('workflows.cron.daily', { at });
  if (everyDay) return t('workflows.cron.weekly', { days: listed(weekdayNames(cron.weekdays)), at });
  const [day, ...days] = cron.days;
  return everyWeekday && days.length === 0 ? t('workflows.cron.monthly', { day: day!, at }) : line;
}

/** So many minutes lie between each and the next, around the hour; null where they differ. */
function everyMinutes(minutes: readonly number[]): number | null {
  const step = 60 / minutes.length;
  return minutes.every((minute, at) => minute === minutes[0]! + at * step) ? step : null;
}

/** Monday first. */
function weekdayNames(weekdays: ReadonlySet<number>): string[] {
  const format = new Intl.DateTimeFormat(currentLocale() === 'zh' ? 'zh-CN' : 'en', {
    weekday: 'long',
    timeZone: 'UTC',
  });
  const MONDAY = Date.UTC(2026, 0, 5);
  return [1, 2, 3, 4, 5, 6, 0]
    .filter((day) => weekdays.has(day))
    .map((day) => format.format(MONDAY + ((day + 6) % 7) * 86_400_000));
}

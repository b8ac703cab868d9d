import { addDays, PERIODS, type DayRange } from '@stratacrm/sdk';
import { valueContext } from '../fields/value-context.ts';
import { label, t } from '../i18n/i18n.ts';

/** Days as people write them: 1–31 Oct 2026. */
export function rangeText({ from, to }: DayRange): string {
  const language = valueContext().locale === 'zh' ? 'zh-CN' : 'en-GB';
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  });
  return format.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${addDays(to, -1) ?? to}T00:00:00Z`));
}

/** A period as it is chosen: by its name, or its days. */
export function periodName(value: string): string {
  if (value === '' || value === 'all') return t('dashboards.allTime');
  const named = PERIODS.find((period) => period.name === value);
  if (named !== undefined) return label(named.label);
  const [from = '', last = ''] = value.split('..');
  return rangeText({ from, to: addDays(last, 1) ?? last });
}

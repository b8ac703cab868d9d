import { DEADLINE_OPTIONS, type DeadlineValue } from '@stratacrm/sdk';
import { currentLocale, label, t } from '../i18n/i18n.ts';

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** How a time limit stands in few words: `Running`, `in 3 hours`. What is overdue says so even before the server has noticed. */
export function limitText(
  value: DeadlineValue,
  now: Date,
): { state: string; color: string | undefined; time: string | null } {
  const open = value.state === 'running' || value.state === 'due_soon' || value.state === 'breached';
  const late = open && value.due !== undefined && Date.parse(value.due) <= now.getTime();
  const option = DEADLINE_OPTIONS.find((each) => each.value === (late ? 'breached' : value.state));
  const time = open && value.due !== undefined ? distance(Date.parse(value.due) - now.getTime()) : null;
  return { state: label(option?.label), color: option?.color, time: time === null ? null : t('fields.due', { time }) };
}

/** `in 3 hours` · `2 days ago` · `3小时后`. */
function distance(ms: number): string {
  const [unit, length] = UNITS.find(([, each]) => Math.abs(ms) >= each) ?? UNITS[2];
  const format = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'always', style: 'short' });
  return format.format(Math.trunc(ms / length), unit);
}

import { addDays, addMonths, daysBetween, isDate, weekday } from '../expressions/calendar.ts';
import type { Label } from '../label.ts';

/** Days from the first to the one before `to`. */
export interface DayRange {
  from: string;
  to: string;
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year';

interface Stretch {
  unit: Unit;
  /** Units from the one of today to its first. */
  first: number;
  /** How many units it has. */
  count: number;
}

export interface NamedPeriod extends Stretch {
  name: string;
  label: Label;
}

/** Stretches of the calendar that move with the day. */
export const PERIODS = [
  { name: 'today', label: { en: 'Today', zh: '今天' }, unit: 'day', first: 0, count: 1 },
  { name: 'yesterday', label: { en: 'Yesterday', zh: '昨天' }, unit: 'day', first: -1, count: 1 },
  { name: 'this_week', label: { en: 'This week', zh: '本周' }, unit: 'week', first: 0, count: 1 },
  { name: 'last_week', label: { en: 'Last week', zh: '上周' }, unit: 'week', first: -1, count: 1 },
  { name: 'this_month', label: { en: 'This month', zh: '本月' }, unit: 'month', first: 0, count: 1 },
  { name: 'last_month', label: { en: 'Last month', zh: '上月' }, unit: 'month', first: -1, count: 1 },
  { name: 'this_quarter', label: { en: 'This quarter', zh: '本季度' }, unit: 'quarter', first: 0, count: 1 },
  { name: 'last_quarter', label: { en: 'Last quarter', zh: '上季度' }, unit: 'quarter', first: -1, count: 1 },
  { name: 'this_year', label: { en: 'This year', zh: '今年' }, unit: 'year', first: 0, count: 1 },
  { name: 'last_year', label: { en: 'Last year', zh: '去年' }, unit: 'year', first: -1, count: 1 },
  { name: 'last_7_days', label: { en: 'Last 7 days', zh: '最近 7 天' }, unit: 'day', first: -6, count: 7 },
  { name: 'last_30_days', label: { en: 'Last 30 days', zh: '最近 30 天' }, unit: 'day', first: -29, count: 30 },
  { name: 'last_90_days', label: { en: 'Last 90 days', zh: '最近 90 天' }, unit: 'day', first: -89, count: 90 },
  { name: 'last_12_months', label: { en: 'Last 12 months', zh: '最近 12 个月' }, unit: 'month', first: -11, count: 12 },
  { name: 'next_7_days', label: { en: 'Next 7 days', zh: '未来 7 天' }, unit: 'day', first: 0, count: 7 },
  { name: 'next_30_days', label: { en: 'Next 30 days', zh: '未来 30 天' }, unit: 'day', first: 0, count: 30 },
  { name: 'next_90_days', label: { en: 'Next 90 days', zh: '未来 90 天' }, unit: 'day', first: 0, count: 90 },
] as const satisfies readonly NamedPeriod[];

/** Earlier, what lies before a period may not be in the calendar. */
const EARLIEST = '1000-01-01';

/** A period by its name, or first and last day: `2026-01-01..2026-03-31`; null where it is neither. */
export function readPeriod(text: string, today: string): DayRange | null {
  const named = PERIODS.find((period) => period.name === text);
  if (named !== undefined) return rangeOf(named, today);
  const [from = '', last = '', ...more] = text.split('..');
  const sound = more.length === 0 && isDate(from) && isDate(last) && from >= EARLIEST && from <= last;
  const to = sound ? addDays(last, 1) : null;
  return to === null ? null : { from, to };
}

/** The period as it is written in an address. */
export function periodText(from: string, last: string): string {
  return `${from}..${last}`;
}

/** The range just before this one, as long by the calendar: before a quarter the quarter before. */
export function rangeBefore(range: DayRange): DayRange {
  const months = wholeMonths(range);
  if (months === null) return { from: addDays(range.from, -daysBetween(range.from, range.to))!, to: range.from };
  return { from: addMonths(range.from, -months)!, to: range.from };
}

/** The same days of the year before. */
export function rangeOfLastYear({ from, to }: DayRange): DayRange {
  return { from: addMonths(from, -12)!, to: addMonths(to, -12)! };
}

/** Of another range as many days as have passed of this one. */
export function sameStretch(other: DayRange, range: DayRange, today: string): DayRange {
  const passed = daysBetween(range.from, addDays(today, 1)!);
  const to = addDays(other.from, Math.max(0, passed))!;
  return passed >= daysBetween(range.from, range.to) || to > other.to ? other : { from: other.from, to };
}

function rangeOf({ unit, first, count }: Stretch, today: string): DayRange {
  const from = moved(startOf(unit, today), unit, first);
  return { from, to: moved(from, unit, count) };
}

function startOf(unit: Unit, day: string): string {
  switch (unit) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, 1 - weekday(day))!;
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'quarter':
      return `${day.slice(0, 5)}${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
  }
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

function moved(day: string, unit: Unit, by: number): string {
  if (unit === 'day') return addDays(day, by)!;
  return unit === 'week' ? addDays(day, by * 7)! : addMonths(day, by * MONTHS[unit])!;
}

/** How many months the range has; null where it does not begin and end with one. */
function wholeMonths({ from, to }: DayRange): number | null {
  if (!from.endsWith('-01') || !to.endsWith('-01')) return null;
  const months = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return months(to) - months(from);
}

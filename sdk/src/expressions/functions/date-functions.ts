import type { Decimal } from 'decimal.js';
import { addDays, addMonths, daysBetween, weekday } from '../calendar.ts';
import { decimalOf } from '../number.ts';
import { dateAt } from '../time-zone.ts';
import type { ExpressionFunction } from './expression-function.ts';

const int = { type: 'int' } as const;
const date = { type: 'date' } as const;

export const dateFunctions = {
  now: {
    parameters: [],
    result: { type: 'timestamp' },
    usesClock: true,
    doc: { en: 'This moment.', zh: '当前时刻。' },
    example: 'record.created_at < now()',
    compute: (_, clock) => clock.now,
  },
  today: {
    parameters: [],
    result: date,
    usesClock: true,
    doc: { en: 'The date of today in your time zone.', zh: '您所在时区的今天。' },
    example: 'record.close_date >= today()',
    compute: (_, clock) => dateAt(clock.now, clock.time_zone),
  },
  addDays: {
    parameters: [
      { name: 'date', kind: 'date' },
      { name: 'days', kind: 'int' },
    ],
    result: date,
    doc: { en: 'The date so many days later; before it with a negative number.', zh: '若干天之后的日期，负数为之前。' },
    example: 'record.close_date <= addDays(today(), 30)',
    compute: ([from, days]) => addDays(from as string, (days as Decimal).toNumber()),
  },
  addMonths: {
    parameters: [
      { name: 'date', kind: 'date' },
      { name: 'months', kind: 'int' },
    ],
    result: date,
    doc: {
      en: 'The same day so many months later; the last day where that month is shorter.',
      zh: '若干个月之后的同一天；当月没有该日时取月末。',
    },
    example: 'record.close_date <= addMonths(today(), 3)',
    compute: ([from, months]) => addMonths(from as string, (months as Decimal).toNumber()),
  },
  daysBetween: {
    parameters: [
      { name: 'from', kind: 'date' },
      { name: 'to', kind: 'date' },
    ],
    result: int,
    doc: { en: 'How many days lie from the first date to the second.', zh: '从第一个日期到第二个日期的天数。' },
    example: 'daysBetween(record.created_at, today()) > 30',
    compute: ([from, to]) => decimalOf(daysBetween(from as string, to as string)),
  },
  year: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: int,
    doc: { en: 'The year of the date.', zh: '年份。' },
    example: 'year(record.close_date) == 2026',
    compute: ([value]) => part(value, 0, 4),
  },
  quarter: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: int,
    doc: { en: 'The quarter of the date, 1 to 4.', zh: '季度，1 到 4。' },
    example: 'quarter(record.close_date) == 4',
    compute: ([value]) => part(value, 5, 7).plus(2).divToInt(3),
  },
  month: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: int,
    doc: { en: 'The month of the date, 1 to 12.', zh: '月份，1 到 12。' },
    example: 'month(record.close_date) == 11',
    compute: ([value]) => part(value, 5, 7),
  },
  day: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: int,
    doc: { en: 'The day of the month, 1 to 31.', zh: '几号，1 到 31。' },
    example: 'day(record.close_date) == 21',
    compute: ([value]) => part(value, 8, 10),
  },
  weekday: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: int,
    doc: { en: 'The day of the week, 1 for Monday to 7 for Sunday.', zh: '星期几，1 为周一，7 为周日。' },
    example: 'weekday(record.close_date) <= 5',
    compute: ([value]) => decimalOf(weekday(value as string)),
  },
  startOfWeek: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: date,
    doc: { en: 'The Monday on or before the date.', zh: '所在周的周一。' },
    example: 'record.close_date >= startOfWeek(today())',
    compute: ([value]) => addDays(value as string, 1 - weekday(value as string)),
  },
  startOfMonth: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: date,
    doc: { en: 'The first day of the month.', zh: '所在月的第一天。' },
    example: 'record.close_date >= startOfMonth(today())',
    compute: ([value]) => `${(value as string).slice(0, 7)}-01`,
  },
  startOfQuarter: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: date,
    doc: { en: 'The first day of the quarter.', zh: '所在季度的第一天。' },
    example: 'record.close_date >= startOfQuarter(today())',
    compute: ([value]) => startOfQuarter(value as string),
  },
  startOfYear: {
    parameters: [{ name: 'date', kind: 'date' }],
    result: date,
    doc: { en: 'The first of January of the year.', zh: '所在年的第一天。' },
    example: 'record.close_date >= startOfYear(today())',
    compute: ([value]) => `${(value as string).slice(0, 4)}-01-01`,
  },
} satisfies Record<string, ExpressionFunction>;

function startOfQuarter(date: string): string {
  const month = Math.floor((Number(date.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${date.slice(0, 5)}${String(month).padStart(2, '0')}-01`;
}

function part(date: unknown, from: number, to: number): Decimal {
  return decimalOf(Number((date as string).slice(from, to)));
}

import { dateText } from '../expressions/calendar.ts';
import type { Label } from '../label.ts';
import type { SpecialDay } from './business-calendar.ts';

const DAY = 86_400_000;

type Rule =
  | { kind: 'fixed'; month: number; day: number; moved?: 'nearest' | 'after' }
  /** The nth of that weekday in the month, from its end where `nth` is negative; 1 is Monday. */
  | { kind: 'weekday'; month: number; weekday: number; nth: number }
  /** Days after Easter Sunday. */
  | { kind: 'easter'; days: number };

interface Holiday {
  label: Label;
  rule: Rule;
}

const holiday = (en: string, zh: string, rule: Rule): Holiday => ({ label: { en, zh }, rule });
const fixed = (month: number, day: number, moved?: 'nearest' | 'after'): Rule => ({
  kind: 'fixed',
  month,
  day,
  ...(moved && { moved }),
});
const weekday = (month: number, weekday: number, nth: number): Rule => ({ kind: 'weekday', month, weekday, nth });
const easter = (days: number): Rule => ({ kind: 'easter', days });

const UNITED_STATES: readonly Holiday[] = [
  holiday("New Year's Day", '元旦', fixed(1, 1, 'nearest')),
  holiday('Martin Luther King Jr. Day', '马丁·路德·金纪念日', weekday(1, 1, 3)),
  holiday("Washington's Birthday", '总统日', weekday(2, 1, 3)),
  holiday('Memorial Day', '阵亡将士纪念日', weekday(5, 1, -1)),
  holiday('Juneteenth', '六月节', fixed(6, 19, 'nearest')),
  holiday('Independence Day', '独立日', fixed(7, 4, 'nearest')),
  holiday('Labor Day', '劳动节', weekday(9, 1, 1)),
  holiday('Columbus Day', '哥伦布日', weekday(10, 1, 2)),
  holiday('Veterans Day', '退伍军人节', fixed(11, 11, 'nearest')),
  holiday('Thanksgiving Day', '感恩节', weekday(11, 4, 4)),
  holiday('Christmas Day', '圣诞节', fixed(12, 25, 'nearest')),
];

const ENGLAND: readonly Holiday[] = [
  holiday("New Year's Day", '元旦', fixed(1, 1, 'after')),
  holiday('Good Friday', '耶稣受难日', easter(-2)),
  holiday('Easter Monday', '复活节星期一', easter(1)),
  holiday('Early May bank holiday', '五月初银行假日', weekday(5, 1, 1)),
  holiday('Spring bank holiday', '春季银行假日', weekday(5, 1, -1)),
  holiday('Summer bank holiday', '夏季银行假日', weekday(8, 1, -1)),
  holiday('Christmas Day', '圣诞节', fixed(12, 25, 'after')),
  holiday('Boxing Day', '节礼日', fixed(12, 26, 'after')),
];

const GERMANY: readonly Holiday[] = [
  holiday("New Year's Day", '元旦', fixed(1, 1)),
  holiday('Good Friday', '耶稣受难日', easter(-2)),
  holiday('Easter Monday', '复活节星期一', easter(1)),
  holiday('Labour Day', '劳动节', fixed(5, 1)),
  holiday('Ascension Day', '耶稣升天节', easter(39)),
  holiday('Whit Monday', '圣灵降临节星期一', easter(50)),
  holiday('Day of German Unity', '德国统一日', fixed(10, 3)),
  holiday('Christmas Day', '圣诞节', fixed(12, 25)),
  holiday('Second day of Christmas', '圣诞次日', fixed(12, 26)),
];

const SETS = { us: UNITED_STATES, gb: ENGLAND, de: GERMANY } as const;

/** Countries whose holidays follow from rules. */
export type WesternHolidays = keyof typeof SETS;

/** Public holidays of a year: federal ones of the United States, those of England and Wales, those of all Germany. */
export function westernHolidays(country: WesternHolidays, year: number): SpecialDay[] {
  const taken = new Set<string>();
  const days = SETS[country].map(({ label, rule }): SpecialDay => {
    let at = dayOf(rule, year);
    // Boxing Day gives way where Christmas has been moved onto it.
    while (rule.kind === 'fixed' && rule.moved === 'after' && taken.has(dateText(at)!)) at += DAY;
    const date = dateText(at)!;
    taken.add(date);
    return { date, label, hours: [] };
  });
  return days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

function dayOf(rule: Rule, year: number): number {
  if (rule.kind === 'easter') return easterSunday(year) + rule.days * DAY;
  if (rule.kind === 'weekday') return nthWeekday(year, rule);
  const at = Date.UTC(year, rule.month - 1, rule.day);
  const day = new Date(at).getUTCDay();
  if (rule.moved === 'nearest') return day === 6 ? at - DAY : day === 0 ? at + DAY : at;
  if (rule.moved === 'after') return day === 6 ? at + 2 * DAY : day === 0 ? at + DAY : at;
  return at;
}

function nthWeekday(year: number, { month, weekday: wanted, nth }: Extract<Rule, { kind: 'weekday' }>): number {
  const edge = nth > 0 ? Date.UTC(year, month - 1, 1) : Date.UTC(year, month, 0);
  const step = nth > 0 ? DAY : -DAY;
  let at = edge;
  while (new Date(at).getUTCDay() !== wanted % 7) at += step;
  return at + (Math.abs(nth) - 1) * 7 * step;
}

/** By the anonymous Gregorian computus (Nature, 1876). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return Date.UTC(year, month - 1, day);
}

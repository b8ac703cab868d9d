import { isDate } from '../expressions/calendar.ts';
import { plainText } from './text-value.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH_NAMES = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

type Parts = readonly [year: string, month: string, day: string];

/**
 * A date as people write it (`2026/11/21`, `2026年11月21日`, `21 Nov 2026`, `Nov 21, 2026`, `20261121`, `21.11.2026`) as
 * `2026-11-21`, or null when it says no date or could be read in two ways (`03/04/2026`).
 */
export function readWrittenDate(text: string): string | null {
  const parts = dateParts(plainText(text));
  if (parts === null) return null;
  const date = `${parts[0].padStart(4, '0')}-${parts[1].padStart(2, '0')}-${parts[2].padStart(2, '0')}`;
  return isDate(date) ? date : null;
}

function dateParts(text: string): Parts | null {
  const yearFirst =
    /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text)?.toSpliced(2, 1) ??
    /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号號]$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (yearFirst !== null) return [yearFirst[1]!, yearFirst[2]!, yearFirst[3]!];
  return namedMonth(text) ?? yearLast(text);
}

function namedMonth(text: string): Parts | null {
  const withoutWeekday = text.replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? /i, '');
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(withoutWeekday);
  if (dayFirst !== null) return withMonth(dayFirst[3]!, dayFirst[2]!, dayFirst[1]!);
  const monthFirst = /^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(withoutWeekday);
  return monthFirst === null ? null : withMonth(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!);
}

function withMonth(year: string, name: string, day: string): Parts | null {
  const small = name.toLowerCase();
  const index = small === 'sept' ? 8 : Math.max(MONTHS.indexOf(small), MONTH_NAMES.indexOf(small));
  return index < 0 ? null : [year, String(index + 1), day];
}

/** Day or month first? Only where one of them cannot be a month is it certain; points are used day first. */
function yearLast(text: string): Parts | null {
  const found = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/.exec(text);
  if (found === null) return null;
  const [, first, separator, second, year] = found as unknown as [string, string, string, string, string];
  if (separator === '.' || Number(first) > 12 || first === second) return [year, second, first];
  return Number(second) > 12 ? [year, first, second] : null;
}

import type { Locale } from '../../label.ts';
import { LONGEST_DURATION } from '../../expressions/duration-text.ts';
import { plainText } from '../text-value.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const SECOND = 1000;

const UNITS: Record<string, number> = {
  w: 7 * DAY,
  week: 7 * DAY,
  weeks: 7 * DAY,
  周: 7 * DAY,
  星期: 7 * DAY,
  d: DAY,
  day: DAY,
  days: DAY,
  天: DAY,
  日: DAY,
  h: HOUR,
  hr: HOUR,
  hrs: HOUR,
  hour: HOUR,
  hours: HOUR,
  小时: HOUR,
  小時: HOUR,
  时: HOUR,
  m: MINUTE,
  min: MINUTE,
  mins: MINUTE,
  minute: MINUTE,
  minutes: MINUTE,
  分: MINUTE,
  分钟: MINUTE,
  分鐘: MINUTE,
  s: SECOND,
  sec: SECOND,
  secs: SECOND,
  second: SECOND,
  seconds: SECOND,
  秒: SECOND,
  ms: 1,
  毫秒: 1,
};

const PART = /(\d{1,12}(?:\.\d{1,6})?) ?([a-z]+|[一-鿿]{1,2}?(?=\d| |$)|[一-鿿]{1,2})[ ,]*(?:and )?/y;
const CLOCK = /^(\d{1,6}):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,3}))?)?$/;
const ISO = /^p(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:t(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})(?:\.(\d{1,3}))?s)?)?$/;

/**
 * A length of time as people and programs write it (`1h30m`, `1.5 hours`, `2 days 3 hours`, `1:30`, `1小时30分钟`, `PT1H30M`)
 * in whole milliseconds, or null when it says none.
 */
export function readWrittenDuration(text: string): number | null {
  const plain = plainText(text).toLowerCase().replace(/^[−–]/, '-');
  const negative = plain.startsWith('-');
  const body = negative ? plain.slice(1).trim() : plain;
  const total = clock(body) ?? iso(body) ?? units(body);
  if (total === null || !Number.isSafeInteger(total) || total > LONGEST_DURATION) return null;
  return negative && total !== 0 ? -total : total;
}

/** `1:30` is hours and minutes, as on a time sheet. */
function clock(text: string): number | null {
  const found = CLOCK.exec(text);
  if (found === null) return null;
  const [, hours, minutes, seconds = '0', fraction = ''] = found;
  return Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND + thousandths(fraction);
}

/** ISO 8601 without years and months, whose length nobody knows. */
function iso(text: string): number | null {
  const found = ISO.exec(text);
  if (found === null || !/\d[wdhms]$/.test(text)) return null;
  const [weeks, days, hours, minutes, seconds] = found.slice(1, 6).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const whole = weeks * 7 * DAY + days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;
  return whole + thousandths(found[6] ?? '');
}

function thousandths(fraction: string): number {
  return Number(fraction.padEnd(3, '0'));
}

function units(text: string): number | null {
  let total = 0;
  let at = 0;
  while (at < text.length) {
    PART.lastIndex = at;
    const found = PART.exec(text);
    const unit = found === null ? undefined : UNITS[found[2]!];
    if (found === null || unit === undefined || !Object.hasOwn(UNITS, found[2]!)) return null;
    // Rounded, for 1.1 × 3,600,000 is no whole number to a computer.
    const part = Number(found[1]) * unit;
    if (Math.abs(part - Math.round(part)) > 1e-3) return null;
    total += Math.round(part);
    at = PART.lastIndex;
  }
  return at === 0 ? null : total;
}

const SHOWN: readonly [size: number, words: Record<Locale, string>][] = [
  [DAY, { en: 'd', zh: '天' }],
  [HOUR, { en: 'h', zh: '小时' }],
  [MINUTE, { en: 'min', zh: '分钟' }],
  [SECOND, { en: 's', zh: '秒' }],
  [1, { en: 'ms', zh: '毫秒' }],
];

/** `1 h 30 min` · `1小时30分钟`; it can be read again. */
export function durationText(milliseconds: number, locale: Locale): string {
  let rest = Math.abs(milliseconds);
  const parts: string[] = [];
  for (const [size, words] of SHOWN) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(locale === 'zh' ? `${count}${words.zh}` : `${count} ${words.en}`);
  }
  if (parts.length === 0) return locale === 'zh' ? '0分钟' : '0 min';
  return (milliseconds < 0 ? '-' : '') + parts.join(locale === 'zh' ? '' : ' ');
}

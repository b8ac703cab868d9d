import { dateNumber, dateText } from './calendar.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** A workspace has few time zones; the bound only keeps a hostile caller from filling memory. */
const MOST_FORMATS = 1000;

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  if (formats.size >= MOST_FORMATS) formats.clear();
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** What a clock on the wall shows at a moment, written as if it were UTC. */
export function wallClock(instant: number, timeZone: string): number {
  const parts: Record<string, string> = {};
  for (const part of formatOf(timeZone).formatToParts(instant)) parts[part.type] = part.value;
  const year = parts['era'] === 'BC' ? 1 - Number(parts['year']) : Number(parts['year']);
  const day = new Date(0).setUTCFullYear(year, Number(parts['month']) - 1, Number(parts['day']));
  const time = (Number(parts['hour']) * 60 + Number(parts['minute'])) * 60 + Number(parts['second']);
  return day + time * 1000 + (((instant % 1000) + 1000) % 1000);
}

function offsetAt(instant: number, timeZone: string): number {
  return wallClock(instant, timeZone) - instant;
}

const DAY = 86_400_000;

/**
 * The moment at which a clock on the wall shows a time. As PostgreSQL has it: a time that was skipped is read with the
 * offset before the jump, one that came twice is its second coming.
 */
export function instantOf(wall: number, timeZone: string): number {
  const before = offsetAt(wall - DAY, timeZone);
  const after = offsetAt(wall + DAY, timeZone);
  const early = wall - before;
  const late = wall - after;
  if (before === after) return early;
  const lateHolds = offsetAt(late, timeZone) === after;
  const earlyHolds = offsetAt(early, timeZone) === before;
  return lateHolds && (!earlyHolds || late > early) ? late : early;
}

/** The date that a moment falls on in a time zone; null outside the calendar. */
export function dateAt(instant: number, timeZone: string): string | null {
  return dateText(Math.floor(wallClock(instant, timeZone) / DAY) * DAY);
}

/** The moment a day begins in a time zone. */
export function startOfDay(date: string, timeZone: string): number {
  return instantOf(dateNumber(date), timeZone);
}

/** Whether this runtime knows the time zone. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

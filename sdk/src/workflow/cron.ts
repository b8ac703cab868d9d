/** The minutes a CRON line names: for each of its five parts the values that fit. */
export interface Cron {
  minutes: ReadonlySet<number>;
  hours: ReadonlySet<number>;
  days: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** 0 is Sunday. */
  weekdays: ReadonlySet<number>;
  /** Where both days and weekdays are narrowed, either of them fits, as in crontab(5). */
  eitherDay: boolean;
}

const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/** A line such as `0 8 * * 1` (every Monday at eight); null when it is none. */
export function readCron(line: string): Cron | null {
  const parts = line.trim().split(/\s+/);
  if (parts.length !== 5) return null;
  const sets = parts.map((part, index) => readPart(part, RANGES[index]![0], RANGES[index]![1]));
  const [minutes, hours, days, months, weekdays] = sets;
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  if (weekdays.delete(7)) weekdays.add(0);
  return { minutes, hours, days, months, weekdays, eitherDay: parts[2] !== '*' && parts[4] !== '*' };
}

function readPart(part: string, least: number, greatest: number): Set<number> | null {
  const values = new Set<number>();
  for (const range of part.split(',')) {
    const found = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(range);
    if (found === null) return null;
    const [, first, last, step] = found;
    const from = first === undefined ? least : Number(first);
    const to = last === undefined ? (first === undefined || step !== undefined ? greatest : from) : Number(last);
    const every = step === undefined ? 1 : Number(step);
    if (from < least || to > greatest || from > to || every === 0) return null;
    for (let value = from; value <= to; value += every) values.add(value);
  }
  return values;
}

const parts = new Map<string, Intl.DateTimeFormat>();

/** The first minute after `after` that the line names, by the clocks of the time zone; null when there is none in five years. */
export function nextTime(cron: Cron, after: Date, timeZone: string): Date | null {
  const end = after.getTime() + 5 * 366 * 86_400_000;
  let at = Math.floor(after.getTime() / 60_000) * 60_000 + 60_000;
  while (at < end) {
    const local = clockAt(at, timeZone);
    if (!dayFits(cron, local)) {
      // To the next full hour: no offset of a time zone makes a day of less than that.
      at += 3_600_000 - (at % 3_600_000);
      continue;
    }
    if (!cron.hours.has(local.hour)) {
      at += (60 - local.minute) * 60_000;
      continue;
    }
    if (cron.minutes.has(local.minute)) return new Date(at);
    at += 60_000;
  }
  return null;
}

interface Clock {
  minute: number;
  hour: number;
  day: number;
  month: number;
  weekday: number;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

function clockAt(at: number, timeZone: string): Clock {
  let format = parts.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      weekday: 'short',
    });
    parts.set(timeZone, format);
  }
  const found = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    minute: Number(found['minute']),
    hour: Number(found['hour']),
    day: Number(found['day']),
    month: Number(found['month']),
    weekday: WEEKDAYS.indexOf(found['weekday']!),
  };
}

function dayFits({ days, months, weekdays, eitherDay }: Cron, { day, month, weekday }: Clock): boolean {
  if (!months.has(month)) return false;
  const byDay = days.has(day);
  const byWeekday = weekdays.has(weekday);
  return eitherDay ? byDay || byWeekday : byDay && byWeekday;
}

import { dateNumber, dateText } from '../expressions/calendar.ts';
import { readDuration } from '../expressions/duration-text.ts';
import { instantOf, wallClock } from '../expressions/time-zone.ts';
import type { BusinessCalendar, WorkingHours } from './business-calendar.ts';

const DAY = 86_400_000;

/** Nobody who has not worked for so many days is waited for. */
const LONGEST_REST_DAYS = 1_000;

/** A calendar of a few years looked at day by day; the bound keeps a far moment from filling memory. */
const MOST_DAYS_KEPT = 10_000;

/** Time in which people work, for reckoning with. Instants are milliseconds since 1970. */
export interface BusinessTime {
  /** The moment at which so much working time has passed since then; null where nobody works any more. */
  add(instant: number, length: number): number | null;
  /** The working time between two moments; 0 where the second is not after the first. */
  between(from: number, to: number): number;
  /** What a day comes to in a length of time such as `2d`. */
  readonly dayLength: number;
}

/** Every hour of every day. */
export const ALL_HOURS: BusinessTime = {
  add: (instant, length) => instant + length,
  between: (from, to) => Math.max(0, to - from),
  dayLength: DAY,
};

/** The working time of a calendar. Each day is looked at once, so that it costs by days and not by minutes. */
export function businessTime(calendar: BusinessCalendar): BusinessTime {
  const days = new CalendarDays(calendar);
  return {
    dayLength: days.dayLength,
    add(instant, length) {
      if (length <= 0) return instant;
      let left = length;
      let rested = 0;
      for (let day = days.dayOf(instant); rested <= LONGEST_REST_DAYS; day += DAY) {
        const stretches = days.stretches(day);
        rested = stretches.length === 0 ? rested + 1 : 0;
        for (const [from, to] of stretches) {
          const start = Math.max(from, instant);
          if (start >= to) continue;
          if (left <= to - start) return start + left;
          left -= to - start;
        }
      }
      return null;
    },
    between(from, to) {
      let sum = 0;
      const last = to > from ? days.dayOf(to) : -Infinity;
      for (let day = days.dayOf(from); day <= last; day += DAY) {
        for (const [start, end] of days.stretches(day)) sum += Math.max(0, Math.min(end, to) - Math.max(start, from));
      }
      return sum;
    },
  };
}

/** `2d` in working days of the calendar, `4h`, `1d2h`; null when it is no length of time. */
export function businessLength(text: string, time: Pick<BusinessTime, 'dayLength'>): number | null {
  const days = /^(\d{1,5})d/.exec(text);
  if (days === null) return readDuration(text);
  const rest = text.slice(days[0].length);
  const others = rest === '' ? 0 : readDuration(rest);
  return others === null || rest.startsWith('-') ? null : Number(days[1]) * time.dayLength + others;
}

type Stretch = readonly [from: number, to: number];

/** What is worked on each day; days are told by midnight on the wall, written as if it were UTC. */
class CalendarDays {
  readonly dayLength: number;
  readonly #zone: string;
  readonly #week: readonly (readonly WorkingHours[])[];
  readonly #special: ReadonlyMap<string, readonly WorkingHours[]>;
  readonly #known = new Map<number, readonly Stretch[]>();

  constructor({ time_zone, week, days }: BusinessCalendar) {
    this.#zone = time_zone;
    this.#week = week;
    this.#special = new Map(days.map((day) => [day.date, day.hours]));
    this.dayLength = dayLengthOf(week);
  }

  dayOf(instant: number): number {
    return Math.floor(wallClock(instant, this.#zone) / DAY) * DAY;
  }

  stretches(day: number): readonly Stretch[] {
    const known = this.#known.get(day);
    if (known !== undefined) return known;
    if (this.#known.size >= MOST_DAYS_KEPT) this.#known.clear();
    const found = this.#hours(day)
      .map(({ from, to }): Stretch => [this.#instant(day, from), this.#instant(day, to)])
      // Hours that the clocks leave out are not worked.
      .filter(([from, to]) => from < to)
      .toSorted(([a], [b]) => a - b);
    this.#known.set(day, found);
    return found;
  }

  #hours(day: number): readonly WorkingHours[] {
    const date = dateText(day);
    const special = date === null ? undefined : this.#special.get(date);
    // 1970-01-01 was a Thursday.
    const weekday = (((Math.floor(day / DAY) + 3) % 7) + 7) % 7;
    return special ?? this.#week[weekday] ?? [];
  }

  #instant(day: number, clock: string): number {
    return instantOf(day + minutesOf(clock) * 60_000, this.#zone);
  }
}

/** Minutes since midnight of `HH:MM`. */
export function minutesOf(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** The hours of the week over the days worked in it. */
function dayLengthOf(week: readonly (readonly WorkingHours[])[]): number {
  const lengths = week
    .map((hours) => hours.reduce((sum, { from, to }) => sum + minutesOf(to) - minutesOf(from), 0) * 60_000)
    .filter((length) => length > 0);
  return lengths.length === 0 ? DAY : lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
}

/** The day after, `2026-12-31` → `2027-01-01`. */
export function nextDate(date: string): string {
  return dateText(dateNumber(date) + DAY) ?? date;
}

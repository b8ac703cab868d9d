import { describe, expect, test } from 'vitest';
import type { BusinessCalendar, WorkingHours } from './business-calendar.ts';
import { ALL_HOURS, businessLength, businessTime } from './business-time.ts';
import { CHINESE_HOLIDAY_YEARS, chineseHolidays, isAnnounced } from './chinese-holidays.ts';
import { westernHolidays } from './western-holidays.ts';

const HOUR = 3_600_000;
const NINE_TO_SIX: WorkingHours[] = [{ from: '09:00', to: '18:00' }];
const WEEK = [...Array.from({ length: 5 }, () => NINE_TO_SIX), [], []];

function calendar(time_zone: string, changes: Partial<BusinessCalendar> = {}): BusinessCalendar {
  return { name: 'c', label: { en: 'C', zh: '日历' }, time_zone, week: WEEK, days: [], ...changes };
}

const at = (text: string): number => Date.parse(text);
const text = (instant: number | null): string | null => (instant === null ? null : new Date(instant).toISOString());

describe('working time', () => {
  const shanghai = businessTime(calendar('Asia/Shanghai', { days: chineseHolidays(2026, NINE_TO_SIX) }));

  test('leaves out nights and week-ends', () => {
    // Friday 17:00 and three hours: Monday 11:00.
    expect(text(shanghai.add(at('2026-11-20T17:00:00+08:00'), 3 * HOUR))).toBe('2026-11-23T03:00:00.000Z');
    expect(shanghai.between(at('2026-11-20T17:00:00+08:00'), at('2026-11-23T11:00:00+08:00'))).toBe(3 * HOUR);
    expect(shanghai.between(at('2026-11-21T10:00:00+08:00'), at('2026-11-22T10:00:00+08:00'))).toBe(0);
  });

  test('knows the National Day holidays and the days worked for them', () => {
    // Wednesday 30 September 17:00 and two hours: the whole week is off; Thursday 8 October, 10:00.
    expect(text(shanghai.add(at('2026-09-30T17:00:00+08:00'), 2 * HOUR))).toBe('2026-10-08T02:00:00.000Z');
    // Saturday 10 October is worked.
    expect(text(shanghai.add(at('2026-10-09T17:00:00+08:00'), 2 * HOUR))).toBe('2026-10-10T02:00:00.000Z');
  });

  test('is not misled when the clocks are changed', () => {
    const night = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]);
    const newYork = businessTime(calendar('America/New_York', { week: night }));
    // The day on which summer time begins has 23 hours, that on which it ends 25.
    expect(newYork.between(at('2026-03-08T05:00:00Z'), at('2026-03-09T04:00:00Z'))).toBe(23 * HOUR);
    expect(newYork.between(at('2026-11-01T04:00:00Z'), at('2026-11-02T05:00:00Z'))).toBe(25 * HOUR);
    // Two to three o'clock does not exist on that night.
    const skipped = businessTime(
      calendar('America/New_York', { week: Array.from({ length: 7 }, () => [{ from: '02:00', to: '03:00' }]) }),
    );
    expect(skipped.between(at('2026-03-08T05:00:00Z'), at('2026-03-09T04:00:00Z'))).toBe(0);
  });

  test('ends where nobody works', () => {
    const never = businessTime(calendar('UTC', { week: Array.from({ length: 7 }, () => []) }));
    expect(never.add(0, HOUR)).toBeNull();
    expect(never.between(0, 100 * 24 * HOUR)).toBe(0);
  });

  test('counts days of a length of time as working days', () => {
    expect(businessLength('2d', shanghai)).toBe(18 * HOUR);
    expect(businessLength('1d2h', shanghai)).toBe(11 * HOUR);
    expect(businessLength('4h', shanghai)).toBe(4 * HOUR);
    expect(businessLength('2d', ALL_HOURS)).toBe(48 * HOUR);
    expect(businessLength('soon', shanghai)).toBeNull();
  });
});

/** Small and repeatable: the same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

test.each(['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'UTC'])(
  'what is added is what lies between, in %s',
  (zone) => {
    const next = numbers(zone.length * 7919);
    const clock = (minutes: number): string =>
      `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    const hours = (): WorkingHours[] => {
      const ends = Array.from({ length: next(3) * 2 }, () => next(1441)).toSorted((a, b) => a - b);
      return ends.flatMap((to, index) => {
        const from = ends[index - 1];
        return index % 2 === 0 || from === to ? [] : [{ from: clock(from!), to: clock(to) }];
      });
    };
    for (let round = 0; round < 60; round++) {
      const week = [NINE_TO_SIX, ...Array.from({ length: 6 }, hours)];
      const days = Array.from({ length: next(20) }, () => ({
        date: new Date(at('2026-01-01T00:00:00Z') + next(700) * 86_400_000).toISOString().slice(0, 10),
        hours: hours(),
      }));
      const time = businessTime(calendar(zone, { week, days }));
      const start = at('2026-01-01T00:00:00Z') + next(500 * 24 * 60) * 60_000;
      const [first, second] = [next(200 * 60) * 60_000, next(200 * 60) * 60_000];
      const middle = time.add(start, first)!;
      const end = time.add(middle, second)!;
      expect(time.between(start, middle)).toBe(first);
      expect(end).toBe(second === 0 ? middle : time.add(start, first + second));
      expect(time.between(start, end)).toBe(time.between(start, middle) + time.between(middle, end));
      expect(middle).toBeGreaterThanOrEqual(start);
      expect(time.between(end, start)).toBe(0);
    }
  },
);

test('three years take no longer than their days', () => {
  let looked = 0;
  const week = new Proxy(WEEK, {
    get: (target, key) => (/^\d$/.test(String(key)) && looked++, Reflect.get(target, key)),
  });
  const time = businessTime(calendar('Asia/Shanghai', { week }));
  looked = 0;
  time.between(at('2024-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'));
  expect(looked).toBeLessThanOrEqual(1_098);
});

describe('holidays', () => {
  const closed = (days: { date: string; hours: unknown[] }[]) =>
    days.filter((d) => d.hours.length === 0).map((d) => d.date);

  test('of China by law where the year is not announced yet', () => {
    expect(isAnnounced(2026)).toBe(true);
    expect(isAnnounced(2027)).toBe(false);
    expect(closed(chineseHolidays(2027, NINE_TO_SIX))).toEqual([
      '2027-01-01',
      '2027-02-05',
      '2027-02-06',
      '2027-02-07',
      '2027-02-08',
      '2027-04-05',
      '2027-05-01',
      '2027-05-02',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
      '2027-10-02',
      '2027-10-03',
    ]);
  });

  test('of China fall where runtimes have the lunar year begin, give or take a day', () => {
    const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' });
    for (const year of CHINESE_HOLIDAY_YEARS.filter((each) => each > 2026)) {
      const eve = closed(chineseHolidays(year, NINE_TO_SIX))[1]!;
      // They are a day off where the month begins near midnight.
      const near = [0, 1, 2].map((days) => lunar.format(at(`${eve}T00:00:00Z`) + days * 86_400_000));
      expect([year, near.includes('1/1')]).toEqual([year, true]);
    }
  });

  test('of China as announced agree with the days of the law', () => {
    for (const [year, spring] of [
      [2025, '2025-01-29'],
      [2026, '2026-02-17'],
    ] as const) {
      expect(closed(chineseHolidays(year, NINE_TO_SIX))).toContain(spring);
      const worked = chineseHolidays(year, NINE_TO_SIX).filter((day) => day.hours.length > 0);
      for (const { date } of worked) expect([0, 6]).toContain(new Date(date).getUTCDay());
    }
  });

  test('of the West', () => {
    expect(closed(westernHolidays('us', 2026))).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      '2026-07-03',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
    expect(closed(westernHolidays('gb', 2027))).toEqual([
      '2027-01-01',
      '2027-03-26',
      '2027-03-29',
      '2027-05-03',
      '2027-05-31',
      '2027-08-30',
      '2027-12-27',
      '2027-12-28',
    ]);
    expect(closed(westernHolidays('de', 2026))).toContain('2026-05-14');
  });
});

import { dateText } from '../expressions/calendar.ts';
import type { SpecialDay, WorkingHours } from './business-calendar.ts';
import { nextDate } from './business-time.ts';

const NAMES = {
  newYear: { en: "New Year's Day", zh: '元旦' },
  spring: { en: 'Spring Festival', zh: '春节' },
  qingming: { en: 'Qingming Festival', zh: '清明节' },
  labour: { en: 'Labour Day', zh: '劳动节' },
  dragonBoat: { en: 'Dragon Boat Festival', zh: '端午节' },
  midAutumn: { en: 'Mid-Autumn Festival', zh: '中秋节' },
  national: { en: 'National Day', zh: '国庆节' },
} as const;

type Festival = keyof typeof NAMES;

interface Arrangement {
  /** First and last day off, as `MMDD`. */
  off: [Festival, string, string][];
  /** Days of the week-end that are worked instead (调休). */
  worked: [Festival, string][];
}

/** As the State Council announces it, late in the year before. */
const ANNOUNCED: { readonly [year: number]: Arrangement } = {
  2025: {
    off: [
      ['newYear', '0101', '0101'],
      ['spring', '0128', '0204'],
      ['qingming', '0404', '0406'],
      ['labour', '0501', '0505'],
      ['dragonBoat', '0531', '0602'],
      ['national', '1001', '1008'],
    ],
    worked: [
      ['spring', '0126'],
      ['spring', '0208'],
      ['labour', '0427'],
      ['national', '0928'],
      ['national', '1011'],
    ],
  },
  2026: {
    off: [
      ['newYear', '0101', '0103'],
      ['spring', '0215', '0223'],
      ['qingming', '0404', '0406'],
      ['labour', '0501', '0505'],
      ['dragonBoat', '0619', '0621'],
      ['midAutumn', '0925', '0927'],
      ['national', '1001', '1007'],
    ],
    worked: [
      ['newYear', '0104'],
      ['spring', '0214'],
      ['spring', '0228'],
      ['labour', '0509'],
      ['national', '0920'],
      ['national', '1010'],
    ],
  },
};

/**
 * First day of the lunar year, fifth of its fifth month, fifteenth of its eighth. Runtimes reckon them too, but not to the
 * minute: that of 2027 begins four minutes before midnight, and they have it a day late.
 */
const LUNAR: { readonly [year: number]: readonly [spring: string, dragonBoat: string, midAutumn: string] } = {
  2027: ['0206', '0609', '0915'],
  2028: ['0126', '0528', '1003'],
  2029: ['0213', '0616', '0922'],
  2030: ['0203', '0605', '0912'],
  2031: ['0123', '0624', '1001'],
  2032: ['0211', '0612', '0919'],
  2033: ['0131', '0601', '0908'],
  2034: ['0219', '0620', '0927'],
  2035: ['0208', '0610', '0916'],
};

/** Years whose holidays are known: as announced, and later ones by law. */
export const CHINESE_HOLIDAY_YEARS: readonly number[] = [...Object.keys(ANNOUNCED), ...Object.keys(LUNAR)].map(Number);

/** Whether the days worked at week-ends are known for the year; without them only those off by law are. */
export function isAnnounced(year: number): boolean {
  return year in ANNOUNCED;
}

/** Days off in mainland China, and days of the week-end that are worked instead, with these hours. */
export function chineseHolidays(year: number, hours: readonly WorkingHours[]): SpecialDay[] {
  const { off, worked } = ANNOUNCED[year] ?? { off: byLaw(year), worked: [] };
  const days = [
    ...off.flatMap(([festival, first, last]) =>
      datesFrom(dayOf(year, first), dayOf(year, last)).map((date): SpecialDay => {
        return { date, label: NAMES[festival], hours: [] };
      }),
    ),
    ...worked.map(([festival, day]): SpecialDay => {
      const { en, zh } = NAMES[festival];
      const label = { en: `Worked instead (${en})`, zh: `${zh}调休上班` };
      return { date: dayOf(year, day), label, hours: [...hours] };
    }),
  ];
  return days.toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

function dayOf(year: number, day: string): string {
  return `${year}-${day.slice(0, 2)}-${day.slice(2)}`;
}

function datesFrom(first: string, last: string): string[] {
  const dates = [first];
  while (dates.at(-1)! < last) dates.push(nextDate(dates.at(-1)!));
  return dates;
}

/** The eleven days that the regulation on public holidays has named since 2025. */
function byLaw(year: number): Arrangement['off'] {
  const [spring, dragonBoat, midAutumn] = LUNAR[year]!.map((day) => dayOf(year, day)) as [string, string, string];
  const before = (date: string, days: number): string => shifted(date, -days);
  const short = (date: string): string => date.slice(5).replace('-', '');
  const one = (festival: Festival, date: string): [Festival, string, string] => [festival, short(date), short(date)];
  const qingming = `${year}-04-${String(qingmingDay(year)).padStart(2, '0')}`;
  return [
    ['newYear', '0101', '0101'],
    ['spring', short(before(spring, 1)), short(shifted(spring, 2))],
    one('qingming', qingming),
    ['labour', '0501', '0502'],
    one('dragonBoat', dragonBoat),
    one('midAutumn', midAutumn),
    ['national', '1001', '1003'],
  ];
}

function shifted(date: string, days: number): string {
  return dateText(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000) ?? date;
}

/** The fifth solar term, right for every year of this century. */
function qingmingDay(year: number): number {
  const since = year % 100;
  return Math.floor(since * 0.2422 + 4.81) - Math.floor(since / 4);
}

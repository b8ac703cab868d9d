import { addMonths } from '@stratacrm/sdk';

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** The n-th day of a rhythm, counted from its first: the 31st of January is followed by the last of February, then the 31st of March. */
export function dayOf(first: string, rhythm: string, n: number): string {
  return addMonths(first, (MONTHS[rhythm] ?? 1) * n) ?? first;
}

/** How many times the rhythm has come from its first day up to and with this one. */
export function timesUntil(first: string, rhythm: string, day: string): number {
  let times = 0;
  while (dayOf(first, rhythm, times) <= day) times++;
  return times;
}

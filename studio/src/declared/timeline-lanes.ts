import type { RecordData } from '@stratacrm/sdk';

/** A record with the days it lasts from and to, the last one included. */
export interface Bar {
  record: RecordData;
  lane: string;
  from: string;
  to: string;
}

/** A bar in its place: percents of the time shown, and the row of its lane. */
export interface PlacedBar {
  record: RecordData;
  left: number;
  width: number;
  row: number;
  /** It begins before the time shown. */
  early: boolean;
  /** It ends after it. */
  late: boolean;
}

export interface Lane {
  name: string;
  rows: number;
  bars: PlacedBar[];
}

const DAY = 86_400_000;
/** So much of the time shown that a title can be read on it, however short it lasts. */
const LEAST_WIDTH = 8;

/** Bars by lane in the order they come, each in the first row in which it covers no other. `until` is the first day not shown. */
export function lanesOf(bars: readonly Bar[], { from, until }: { from: string; until: string }): Lane[] {
  const start = Date.parse(from);
  const whole = Date.parse(until) - start;
  const percent = (moment: number): number => (100 * (moment - start)) / whole;
  return [...Map.groupBy(bars, ({ lane }) => lane)].map(([name, these]) => {
    const ends: number[] = [];
    const placed = these.map(({ record, from: begins, to }): PlacedBar => {
      const last = Date.parse(to < begins ? begins : to) + DAY;
      const left = Math.max(0, percent(Date.parse(begins)));
      const width = Math.min(100 - left, Math.max(LEAST_WIDTH, Math.min(100, percent(last)) - left));
      const free = ends.findIndex((end) => end <= left);
      const row = free < 0 ? ends.length : free;
      ends[row] = left + width;
      return { record, left, width, row, early: begins < from, late: last > Date.parse(until) };
    });
    return { name, rows: ends.length, bars: placed };
  });
}

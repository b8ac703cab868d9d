import { expect, test } from 'vitest';
import { lanesOf } from './timeline-lanes.ts';

const span = { from: '2026-01-01', until: '2026-04-11' };
const bar = (id: string, lane: string, from: string, to: string) => ({ record: { id }, lane, from, to });

test('bars lie in lanes, each where it covers no other, and are cut at the ends of the time shown', () => {
  const lanes = lanesOf(
    [
      bar('long', 'Anna', '2025-12-01', '2026-02-19'),
      bar('within', 'Anna', '2026-01-21', '2026-01-30'),
      bar('after', 'Anna', '2026-03-02', '2026-05-01'),
      bar('other', 'Ben', '2026-01-11', '2026-01-20'),
    ],
    span,
  );
  expect(lanes.map(({ name, rows }) => [name, rows])).toEqual([
    ['Anna', 2],
    ['Ben', 1],
  ]);
  const placed = Object.fromEntries(lanes.flatMap(({ bars }) => bars.map((each) => [each.record.id, each])));
  // A hundred days: one percent each.
  expect(placed['long']).toMatchObject({ left: 0, width: 50, row: 0, early: true, late: false });
  expect(placed['within']).toMatchObject({ left: 20, width: 10, row: 1 });
  expect(placed['after']).toMatchObject({ left: 60, width: 40, row: 0, early: false, late: true });
  expect(placed['other']).toMatchObject({ left: 10, width: 10 });
});

test('what lasts a moment can still be read, and what ends before it begins is a moment', () => {
  const [lane] = lanesOf([bar('a', '', '2026-04-10', '2026-04-10'), bar('b', '', '2026-02-01', '2026-01-01')], span);
  const [last, turned] = lane!.bars;
  expect(last!.left + last!.width).toBe(100);
  expect(turned!.width).toBe(8);
});

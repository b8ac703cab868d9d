import { expect, test } from 'vitest';
import { paceOf, withSample } from './progress.ts';

test('pace and time left come from the last few seconds', () => {
  let samples = withSample([], { at: 0, rows: 0 });
  samples = withSample(samples, { at: 10_000, rows: 100 });
  samples = withSample(samples, { at: 12_000, rows: 1_100 });
  expect(paceOf(samples, 2_100)).toEqual({ rowsPerSecond: 500, secondsLeft: 2 });
});

test('nobody knows the time left before anything has moved', () => {
  expect(paceOf([], 10)).toEqual({ rowsPerSecond: 0, secondsLeft: null });
  expect(paceOf([{ at: 0, rows: 0 }], 10).secondsLeft).toBeNull();
  expect(
    paceOf(
      [
        { at: 0, rows: 5 },
        { at: 900, rows: 5 },
      ],
      10,
    ).secondsLeft,
  ).toBeNull();
});

import { expect, it } from 'vitest';
import { readMoment } from './past-moment.ts';

it('reads a moment of any time zone as one of UTC', () => {
  expect(readMoment('2026-03-01T08:30:00+08:00')).toBe('2026-03-01T00:30:00.000Z');
});

it('takes what is no moment for now', () => {
  for (const value of ['', 'yesterday', null, undefined, ['2026-03-01T00:00:00Z']]) {
    expect(readMoment(value)).toBeUndefined();
  }
});

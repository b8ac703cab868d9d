import { expect, it } from 'vitest';
import { rangeBefore, rangeOfLastYear, readPeriod, sameStretch } from './period.ts';

const today = '2026-11-22';

it.each([
  ['today', '2026-11-22', '2026-11-23'],
  ['this_week', '2026-11-16', '2026-11-23'],
  ['last_month', '2026-10-01', '2026-11-01'],
  ['this_quarter', '2026-10-01', '2027-01-01'],
  ['last_7_days', '2026-11-16', '2026-11-23'],
  ['last_12_months', '2025-12-01', '2026-12-01'],
  ['next_30_days', '2026-11-22', '2026-12-22'],
  ['2024-02-01..2024-02-29', '2024-02-01', '2024-03-01'],
])('%s', (name, from, to) => {
  expect(readPeriod(name, today)).toEqual({ from, to });
});

it.each(['', 'tomorrow', '2026-02-30..2026-03-01', '2026-03-02..2026-03-01', '2026-01-01..', '0001-01-01..0001-02-01'])(
  'is no period: %j',
  (text) => {
    expect(readPeriod(text, today)).toBeNull();
  },
);

it('goes back by the calendar where the range does, otherwise by its days', () => {
  expect(rangeBefore({ from: '2026-03-01', to: '2026-04-01' })).toEqual({ from: '2026-02-01', to: '2026-03-01' });
  expect(rangeBefore({ from: '2026-11-16', to: '2026-11-23' })).toEqual({ from: '2026-11-09', to: '2026-11-16' });
  expect(rangeOfLastYear({ from: '2024-02-29', to: '2024-03-01' })).toEqual({ from: '2023-02-28', to: '2023-03-01' });
});

it('compares a period that is under way with as much of the one before', () => {
  const month = { from: '2026-11-01', to: '2026-12-01' };
  expect(sameStretch(rangeBefore(month), month, today)).toEqual({ from: '2026-10-01', to: '2026-10-23' });
  const over = { from: '2026-03-01', to: '2026-04-01' };
  expect(sameStretch(rangeBefore(over), over, today)).toEqual({ from: '2026-02-01', to: '2026-03-01' });
  // The month before is shorter than what has passed of this one.
  const march = { from: '2026-03-01', to: '2026-04-01' };
  expect(sameStretch(rangeBefore(march), march, '2026-03-30')).toEqual({ from: '2026-02-01', to: '2026-03-01' });
});

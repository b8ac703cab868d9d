import { StrataError } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { crossRates } from './rate-store.ts';
import { rateDay, rateTable } from './rate-table.ts';

const rates = [
  { currency: 'USD', valid_from: '2026-07-01', rate: '7.2' },
  { currency: 'USD', valid_from: '2026-01-01', rate: '7' },
  { currency: 'EUR', valid_from: '2026-03-01', rate: '8' },
];

describe('a table of rates', () => {
  it.each([
    ['USD', '2026-06-30', '7'],
    ['USD', '2026-07-01', '7.2'],
    ['USD', '2030-01-01', '7.2'],
    // Before the first rate that one holds.
    ['USD', '2020-01-01', '7'],
    ['CNY', '2020-01-01', '1'],
    ['GBP', '2026-06-30', null],
  ])('%s on %s', (currency, day, expected) => {
    expect(rateTable('CNY', 'Asia/Shanghai', rates).on(currency, day)).toBe(expected);
  });

  it('takes the day of the rate date, else that on which the record was made, by the clock of the workspace', () => {
    const table = rateTable('CNY', 'Asia/Shanghai', rates);
    const field = { rate_date: 'signed' } as never;
    const now = new Date('2026-01-01T00:00:00Z');
    expect(rateDay(field, { signed: '2026-05-05', created_at: '2026-01-01T00:00:00Z' }, table, now)).toBe('2026-05-05');
    expect(rateDay(field, { signed: null, created_at: '2026-01-01T17:00:00Z' }, table, now)).toBe('2026-01-02');
    expect(rateDay(field, { signed: '2026-05-05T20:00:00Z' }, table, now)).toBe('2026-05-06');
    expect(rateDay({} as never, {}, table, now)).toBe('2026-01-01');
  });
});

describe('another workspace currency', () => {
  it('turns every rate on every day on which one of the two changes', () => {
    expect(crossRates(rates, 'CNY', 'USD')).toEqual([
      { currency: 'EUR', valid_from: '2026-01-01', rate: '1.14285714286' },
      { currency: 'EUR', valid_from: '2026-03-01', rate: '1.14285714286' },
      { currency: 'EUR', valid_from: '2026-07-01', rate: '1.11111111111' },
      { currency: 'CNY', valid_from: '2026-01-01', rate: '0.142857142857' },
      { currency: 'CNY', valid_from: '2026-07-01', rate: '0.138888888889' },
    ]);
  });

  it('is refused without a rate of its own', () => {
    expect(() => crossRates(rates, 'CNY', 'GBP')).toThrow(StrataError);
  });
});

import { expect, test } from 'vitest';
import { readRates } from './read-rates.ts';

const context = { locale: 'en', time_zone: 'UTC', currency: 'CNY' } as const;
const usd = { currency: 'USD', valid_from: '2026-01-01', rate: '7.1' };

test.each([
  ['USD\t2026-01-01\t7.10', [usd], null],
  ['currency,date,rate\r\nUSD,2026/1/1,7.1\r\n', [usd], null],
  ['usd;2026-01-01;"7,1"', [usd], null],
  ['\ufeffUSD,2026年1月1日,7.100000', [usd], null],
  ['USD,2026-01-01,7.1\nUSD,soon,7', [usd], 'USD,soon,7'],
  ['nothing', [], 'nothing'],
])('%j', (text, rates, unread) => {
  expect(readRates(text, context)).toEqual({ rates, unread });
});

import { expect, it } from 'vitest';
import { createPinia, setActivePinia } from 'pinia';
import { shortNumber } from './cell-number.ts';

it('an amount too long for its column is written in short, never cut', () => {
  setActivePinia(createPinia());
  const amount = { amount: '123456789012.34', currency: 'CNY' };
  expect(shortNumber('¥123,456,789,012.34', amount, 140)).toBe('¥123.5B');
  expect(shortNumber('¥123,456,789,012.34', amount, 180)).toBeNull();
  expect(shortNumber('¥1,234,567.50', { amount: '1234567.50', currency: 'CNY' }, 140)).toBeNull();
  // The short sign is the home currency's alone: four million yen are no four million yuan.
  expect(shortNumber('JP¥4,000,000', { amount: '4000000', currency: 'JPY' }, 80)).toBe('JPY 4M');
  expect(shortNumber('1,234,567,890,123', 1_234_567_890_123, 110)).toBe('1.2T');
  expect(shortNumber('12 days 4 hours 30 minutes', 1_053_000, 110)).toBeNull();
});

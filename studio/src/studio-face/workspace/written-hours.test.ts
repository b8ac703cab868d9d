import { expect, test } from 'vitest';
import { readHours, writtenHours } from './written-hours.ts';

test('hours are read as people type them', () => {
  expect(readHours('9:00-12:00，13:30～18:00')).toBeNull();
  expect(readHours('9:00-12:00，13:30 – 18:00')).toEqual([
    { from: '09:00', to: '12:00' },
    { from: '13:30', to: '18:00' },
  ]);
  expect(readHours('')).toEqual([]);
  expect(writtenHours(readHours('08:00-24:00')!)).toBe('08:00-24:00');
});

test('what is no stretch of a day is not', () => {
  for (const text of ['18:00-09:00', '09:00-12:00, 11:00-18:00', '20:00-25:00', 'nine to five'])
    expect(readHours(text)).toBeNull();
});

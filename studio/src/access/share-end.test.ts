import { expect, test } from 'vitest';
import { endOfDay, inDays } from './share-end.ts';

test('days are counted by the calendar of the person, over the end of a month', () => {
  expect(inDays(new Date('2027-01-25T17:00:00Z'), 7, 'Asia/Shanghai')).toBe('2027-02-02');
  expect(inDays(new Date('2027-01-25T17:00:00Z'), 7, 'Europe/Berlin')).toBe('2027-02-01');
});

test('a share ends with the day, not when it begins, also on the shortest', () => {
  expect(endOfDay('2027-06-30', 'Asia/Shanghai')).toBe('2027-06-30T15:59:59.999Z');
  expect(endOfDay('2027-03-28', 'Europe/Berlin')).toBe('2027-03-28T21:59:59.999Z');
});

import type { CompiledField, JsonValue } from '@stratacrm/sdk';
import { expect, it } from 'vitest';
import { bucketName } from './date-bucket.ts';
import { compareValues, groupFilter } from './groups.ts';

function sorted(type: string, values: JsonValue[]): JsonValue[] {
  const field = { name: 'field', type } as CompiledField;
  return values.toSorted((a, b) => compareValues(field, a, b));
}

it('months follow each other and numbers go by size, whatever their texts say', () => {
  expect(sorted('date', ['2026-12-01', '2027-02-01', '2026-11-01'])).toEqual([
    '2026-11-01',
    '2026-12-01',
    '2027-02-01',
  ]);
  expect(sorted('datetime', ['2026-10-01', '2026-09-01'])).toEqual(['2026-09-01', '2026-10-01']);
  expect(sorted('integer', [10, 9, 100])).toEqual([9, 10, 100]);
  expect(sorted('decimal', ['10.5', '9.25'])).toEqual(['9.25', '10.5']);
  const yuan = (amount: string) => ({ amount, currency: 'CNY' });
  expect(sorted('currency', [yuan('1000.00'), yuan('90.00')])).toEqual([yuan('90.00'), yuan('1000.00')]);
  // Texts are left to how their language sorts them.
  expect(sorted('text', ['b', 'a'])).toEqual(['b', 'a']);
});

it.each([
  ['day', '2026-10-01', '2026-10-02', '1 Oct 2026'],
  ['week', '2026-12-28', '2027-01-04', 'Week of 28 Dec 2026'],
  ['month', '2026-12-01', '2027-01-01', 'December 2026'],
  ['quarter', '2026-10-01', '2027-01-01', 'Q4 2026'],
  ['year', '2026-01-01', '2027-01-01', '2026'],
] as const)('a group of a date may be a %s', (bucket, start, end, name) => {
  const field = { name: 'close_date', type: 'date' } as CompiledField;
  expect(groupFilter(field, 'close_date', start, bucket)).toBe(`close_date >= "${start}" && close_date < "${end}"`);
  expect(bucketName(start, bucket)).toBe(name);
});

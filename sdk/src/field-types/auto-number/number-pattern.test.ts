import { expect, test } from 'vitest';
import { isNumberPattern, numberText } from './number-pattern.ts';

test('numbers are filled up with zeros and grow beyond them', () => {
  expect(numberText('OPP-{00000}', 42)).toBe('OPP-00042');
  expect(numberText('OPP-{000}', '123456')).toBe('OPP-123456');
  expect(numberText('工单{0000}号', 7)).toBe('工单0007号');
  expect(numberText(undefined, 7)).toBe('00007');
  expect(numberText('$&{00}$1', 7)).toBe('$&07$1');
});

test('a pattern has one run of zeros', () => {
  expect(isNumberPattern('A-{000}')).toBe(true);
  for (const pattern of ['', 'A-', 'A-{}', 'A-{1}', '{0}{0}', 'A-{000', '{0000000000000}'])
    expect(isNumberPattern(pattern)).toBe(false);
});

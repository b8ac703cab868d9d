import { expect, test } from 'vitest';
import { rangeBetween, spread } from './cell-range.ts';

test('a range has its corners in order, whichever end it was drawn from', () => {
  expect(rangeBetween({ line: 5, column: 1 }, { line: 2, column: 4 })).toEqual({
    top: 2,
    bottom: 5,
    left: 1,
    right: 4,
  });
});

test('one value fills the whole range', () => {
  const range = { top: 3, bottom: 5, left: 1, right: 2 };
  expect(spread([['x']], range).map(({ line, column }) => `${line}:${column}`)).toEqual([
    '3:1',
    '3:2',
    '4:1',
    '4:2',
    '5:1',
    '5:2',
  ]);
});

test('more than the range goes beyond it; a short row leaves its cells alone', () => {
  expect(spread([['a', 'b'], ['c']], { top: 0, bottom: 0, left: 0, right: 0 })).toEqual([
    { line: 0, column: 0, text: 'a' },
    { line: 0, column: 1, text: 'b' },
    { line: 1, column: 0, text: 'c' },
  ]);
});

import { expect, test } from 'vitest';
import { indexInGrid, type Box } from './grid-place.ts';

/** Two columns of 100 × 40 with a gap of 10, in reading order; the third row has one box. */
const boxes: Box[] = [
  [0, 0],
  [110, 0],
  [0, 50],
  [110, 50],
  [0, 100],
].map(([left = 0, top = 0]) => ({ left, top, right: left + 100, bottom: top + 40 }));

test('before the box whose first half is pointed at', () => {
  expect(indexInGrid(boxes, 20, 20)).toBe(0);
  expect(indexInGrid(boxes, 80, 20)).toBe(1);
  expect(indexInGrid(boxes, 180, 20)).toBe(2);
  expect(indexInGrid(boxes, 20, 70)).toBe(2);
});

test('in a gap between rows: before the row beneath', () => {
  expect(indexInGrid(boxes, 60, 45)).toBe(2);
});

test('above everything is the beginning, below everything the end', () => {
  expect(indexInGrid(boxes, 150, -5)).toBe(0);
  expect(indexInGrid(boxes, 150, 130)).toBe(5);
  expect(indexInGrid([], 1, 1)).toBe(0);
});

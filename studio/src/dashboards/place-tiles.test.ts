import { expect, it } from 'vitest';
import { overlaps, placeTiles } from './place-tiles.ts';

const tile = (id: string, x: number, y: number, w = 6, h = 2) => ({ id, at: { x, y, w, h } });

it('leaves alone what fits, and closes empty rows', () => {
  const placed = placeTiles([tile('a', 0, 0), tile('b', 6, 0), tile('c', 0, 9)]);
  expect([...placed]).toEqual([
    ['a', { x: 0, y: 0, w: 6, h: 2 }],
    ['b', { x: 6, y: 0, w: 6, h: 2 }],
    ['c', { x: 0, y: 2, w: 6, h: 2 }],
  ]);
});

it('moves down what would lie on another, as layers can bring it about', () => {
  const placed = [...placeTiles([tile('a', 0, 0), tile('b', 3, 1), tile('c', 0, 2, 12)]).values()];
  for (const [at, place] of placed.entries())
    for (const other of placed.slice(at + 1)) expect(overlaps(place, other)).toBe(false);
});

it('lets the dragged one have its place', () => {
  expect(placeTiles([tile('a', 0, 0), tile('b', 0, 0)], 'b').get('b')).toEqual({ x: 0, y: 0, w: 6, h: 2 });
  expect(placeTiles([tile('a', 0, 0), tile('b', 0, 0)], 'b').get('a')).toEqual({ x: 0, y: 2, w: 6, h: 2 });
});

it('keeps everything on the grid', () => {
  expect(placeTiles([tile('a', 11, -3, 20, 0)]).get('a')).toEqual({ x: 0, y: 0, w: 12, h: 1 });
});

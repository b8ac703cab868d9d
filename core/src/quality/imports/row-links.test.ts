import { describe, expect, it } from 'vitest';
import { RowLinks } from './row-links.ts';

function links(pairs: [number, number][]): RowLinks {
  const all = new RowLinks();
  for (const [row, target] of pairs) all.add(row, target);
  return all;
}

describe('rows that refer to rows', () => {
  it('stand above those they refer to', () => {
    const { levels, circular } = links([
      [2, 1],
      [3, 2],
      [4, 1],
      [4, 3],
    ]).levels();
    expect(Object.fromEntries(levels)).toEqual({ 1: 0, 2: 1, 3: 2, 4: 3 });
    expect(circular.size).toBe(0);
  });

  it('in a circle, or to themselves, are found out', () => {
    const { circular } = links([
      [1, 2],
      [2, 3],
      [3, 1],
      [4, 1],
      [5, 5],
    ]).levels();
    expect([...circular].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 5]);
  });

  it('may be a chain as long as a file', () => {
    const { levels } = links(Array.from({ length: 50_000 }, (_, n) => [n + 1, n])).levels();
    expect(levels.get(50_000)).toBe(50_000);
  });
});

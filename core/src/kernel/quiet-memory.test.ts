import { expect, test } from 'vitest';
import { QuietMoments } from './quiet-memory.ts';

test('A quiet moment comes once after the start and each time of work', () => {
  const moments = new QuietMoments();
  const worked = [3_000, 100, 100, 6_000, 9_000, 150, 100, 100, 3_000, 400, 100];
  const told = worked.map((each) => moments.isOne(10_000, each));
  expect(told).toEqual([false, true, false, false, false, true, false, false, false, false, true]);
});

test('What a server does by itself is work too, when it has gone on for long', () => {
  const moments = new QuietMoments();
  const told = Array.from({ length: 101 }, () => moments.isOne(10_000, 20));
  expect(told.filter(Boolean)).toHaveLength(3);
});

import { expect, test } from 'vitest';
import { QuietMoments } from './quiet-memory.ts';

const seconds = 10_000;
const spent = (share: number) => ({ active: share * seconds, idle: (1 - share) * seconds, utilization: share });

test('A quiet moment comes once after each time of work', () => {
  const moments = new QuietMoments();
  const told = [0.01, 0.6, 0.9, 0.02, 0.01, 0.01, 0.3, 0.04, 0.01].map((share) => moments.isOne(spent(share)));
  expect(told).toEqual([false, false, false, true, false, false, false, true, false]);
});

test('What a server does by itself is work too, when it has gone on for long', () => {
  const moments = new QuietMoments();
  const told = Array.from({ length: 100 }, () => moments.isOne(spent(0.002)));
  expect(told.filter(Boolean)).toHaveLength(2);
});

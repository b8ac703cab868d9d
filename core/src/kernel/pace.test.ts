import { expect, test } from 'vitest';
import { Pace } from './pace.ts';

test('pieces become smaller where they take long, at once, and larger where they do not, by and by', () => {
  const pace = new Pace();
  const first = pace.rows;
  pace.learn(10);
  expect(pace.rows).toBe(first * 2);
  pace.learn(80);
  expect(pace.rows).toBe(first);
  for (let piece = 0; piece < 20; piece++) pace.learn(10_000);
  expect(pace.rows).toBe(200);
  for (let piece = 0; piece < 20; piece++) pace.learn(0);
  expect(pace.rows).toBe(2_000);
});

test('a piece that fails teaches nothing', async () => {
  const pace = new Pace();
  const first = pace.rows;
  await expect(pace.timed(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(pace.rows).toBe(first);
  expect(await pace.timed(async () => 'done')).toBe('done');
});

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { followed } from './all-matching.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('tells each second how far the server is, never beyond all, and nothing more once it is done', async () => {
  const told: number[] = [];
  const all = { count: 2_600, progress: (done: number) => void told.push(done) };
  const looks = [1_000, 2_700];
  let end = (_: string): void => undefined;
  const work = followed(
    all,
    () => Promise.resolve(looks.shift() ?? 0),
    () => new Promise<string>((resolve) => (end = resolve)),
  );
  await vi.advanceTimersByTimeAsync(2_500);
  end('written');
  expect(await work).toBe('written');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(told).toEqual([0, 1_000, 2_600]);
});

test('a look that fails does not end what is looked at', async () => {
  const told: number[] = [];
  const all = { count: 5, progress: (done: number) => void told.push(done) };
  const slow = () => new Promise<string>((resolve) => setTimeout(() => resolve('written'), 3_500));
  const work = followed(all, () => Promise.reject(new Error('no answer')), slow);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(await work).toBe('written');
  expect(told).toEqual([0]);
});

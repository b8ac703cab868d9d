import { expect, test } from 'vitest';
import { held } from './held-search.ts';

/** A clock that stands still but for work and waiting. */
function clockAt(start: number) {
  let time = start;
  const pass = async (milliseconds: number): Promise<void> => void (time += milliseconds);
  return { now: () => time, wait: pass, pass };
}

test.each([
  [3, 20],
  [19.5, 20],
  [21, 40],
  [130, 140],
])('work of %d ms is answered after %d', async (takes, after) => {
  const clock = clockAt(1_000.25);
  expect(await held(async () => clock.pass(takes).then(() => 'found'), clock)).toBe('found');
  expect(clock.now()).toBeCloseTo(1_000.25 + after);
});

test('so is a failure', async () => {
  const clock = clockAt(0);
  const failing = held(async () => {
    await clock.pass(7);
    throw new Error('broken off');
  }, clock);
  await expect(failing).rejects.toThrow('broken off');
  expect(clock.now()).toBe(20);
});

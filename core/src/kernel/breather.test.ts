import { expect, test } from 'vitest';
import { Breather, atOnce, type Pieces } from './breather.ts';

/** Keeps the process for so long, as work does. */
function keep(milliseconds: number): void {
  for (const until = performance.now() + milliseconds; performance.now() < until;);
}

test('long work lets others in again and again, short work does not wait for anybody', async () => {
  let turns = 0;
  const count = (): void => {
    turns++;
    asking = setImmediate(count);
  };
  let asking = setImmediate(count);
  const short = new Breather();
  for (let piece = 0; piece < 100; piece++) await short.pause();
  expect(turns).toBe(0);
  const long = new Breather();
  for (let piece = 0; piece < 40; piece++) {
    keep(2);
    await long.pause();
  }
  clearImmediate(asking);
  expect(turns).toBeGreaterThan(1);
});

test('work in pieces comes to the same in one go and with others in between, who get their turn', async () => {
  function* work(): Pieces<number> {
    let done = 0;
    for (let piece = 0; piece < 40; piece++) {
      keep(2);
      done++;
      yield;
    }
    return done;
  }
  let turns = 0;
  const count = (): void => {
    turns++;
    asking = setImmediate(count);
  };
  let asking = setImmediate(count);
  expect(atOnce(work())).toBe(40);
  expect(turns).toBe(0);
  expect(await new Breather().through(work())).toBe(40);
  clearImmediate(asking);
  expect(turns).toBeGreaterThan(1);
});

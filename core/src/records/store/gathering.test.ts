import { expect, test } from 'vitest';
import { Gathering } from './gathering.ts';

/** Work that ends when it is told to. */
function heldWork() {
  const begun: { items: readonly number[]; end: (done: readonly number[]) => void; fail: () => void }[] = [];
  const work = (items: readonly number[]): Promise<ReadonlySet<number>> =>
    new Promise((resolve, reject) => {
      begun.push({ items, end: (done) => resolve(new Set(done)), fail: () => reject(new Error('refused')) });
    });
  return { begun, gathering: new Gathering(work) };
}

test('what comes alone begins at once, and what comes meanwhile goes together after it', async () => {
  const { begun, gathering } = heldWork();
  const first = gathering.add(1);
  const others = [gathering.add(2), gathering.add(3)];
  expect(begun.map(({ items }) => items)).toEqual([[1]]);
  begun[0]!.end([1]);
  expect(await first).toBe(true);
  expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3]]);
  begun[1]!.end([3]);
  expect(await Promise.all(others)).toEqual([false, true]);
  const last = gathering.add(4);
  begun[2]!.end([4]);
  expect(await last).toBe(true);
});

test('where all of them failed each is to be done alone, and the next go on', async () => {
  const { begun, gathering } = heldWork();
  const first = gathering.add(1);
  const second = gathering.add(2);
  begun[0]!.fail();
  expect(await first).toBe(false);
  begun[1]!.end([2]);
  expect(await second).toBe(true);
});

test('nobody waits for ever for what is held up', async () => {
  const { begun, gathering } = heldWork();
  const held = gathering.add(1);
  const second = gathering.add(2);
  await expect.poll(() => begun.length).toBe(2);
  begun[1]!.end([2]);
  expect(await second).toBe(true);
  const third = gathering.add(3);
  begun[2]!.end([3]);
  expect(await third).toBe(true);
  begun[0]!.end([1]);
  expect(await held).toBe(true);
});

test('no more than PostgreSQL stores quickly go at once', async () => {
  const { begun, gathering } = heldWork();
  const all = Array.from({ length: 70 }, (_, n) => gathering.add(n));
  for (let at = 0; at < 4; at++) {
    await expect.poll(() => begun.length).toBe(at + 1);
    begun[at]!.end(begun[at]!.items);
  }
  expect(begun.map(({ items }) => items.length)).toEqual([1, 32, 32, 5]);
  expect(await Promise.all(all)).toEqual(all.map(() => true));
});

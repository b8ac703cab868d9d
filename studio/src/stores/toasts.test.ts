import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useToasts } from './toasts.ts';

beforeEach(() => {
  vi.useFakeTimers();
  setActivePinia(createPinia());
});
afterEach(() => void vi.useRealTimers());

test('what is taken back stays on the screen until it is, and then says so', async () => {
  const toasts = useToasts();
  toasts.done('2,600 records changed', () => new Promise((resolve) => setTimeout(resolve, 20_000)));
  const undoing = toasts.undo(toasts.toasts[0]!);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(toasts.toasts).toMatchObject([{ text: '2,600 records changed', undoing: true }]);
  await vi.advanceTimersByTimeAsync(5_000);
  await undoing;
  expect(toasts.toasts.map((each) => each.text)).toEqual(['Undone']);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(toasts.toasts).toEqual([]);
});

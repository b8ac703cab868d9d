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

test('Undo stays longer than other news, as long as one points at it, and can be reached after it has gone', async () => {
  const toasts = useToasts();
  const undo = vi.fn<() => void>();
  toasts.done('saved');
  toasts.done('12 records changed', undo);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(toasts.toasts.map((each) => each.text)).toEqual(['12 records changed']);
  toasts.hold(true);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(toasts.toasts).toHaveLength(1);
  toasts.hold(false);
  expect(toasts.toasts).toEqual([]);
  expect(toasts.recent.map((each) => each.text)).toEqual(['12 records changed']);
  await toasts.undo(toasts.recent[0]!);
  expect(undo).toHaveBeenCalledOnce();
  expect(toasts.recent).toEqual([]);
});

test('the same trouble is told once, other news each time', () => {
  const toasts = useToasts();
  toasts.refused('The server cannot be reached', 'Check the connection.');
  toasts.refused('The server cannot be reached', 'Check the connection.');
  toasts.done('Saved');
  toasts.done('Saved');
  expect(toasts.toasts.map((each) => each.text)).toEqual(['The server cannot be reached', 'Saved', 'Saved']);
});

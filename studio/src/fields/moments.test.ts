import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { useSession } from '../stores/session.ts';
import { dayTitle, titleOfDay } from './moments.ts';

beforeEach(() => setActivePinia(createPinia()));

it('a moment falls on the day of the reader, a day is the same one everywhere', () => {
  const now = new Date('2026-11-17T12:00:00Z');
  for (const [zone, moment] of [
    ['America/Los_Angeles', 'yesterday'],
    ['Asia/Shanghai', 'today'],
  ] as const) {
    useSession().me = { time_zone: zone } as never;
    expect(dayTitle('2026-11-17T00:00:00Z', now).toLowerCase()).toBe(moment);
    expect(titleOfDay('2026-11-17', now).toLowerCase()).toBe('today');
  }
  expect(titleOfDay('2025-03-01', now)).toBe('1 March 2025');
});

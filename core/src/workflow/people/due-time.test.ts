import { expect, it } from 'vitest';
import type { Catalog } from '../../model/catalog.ts';
import { momentAfter, momentsOf } from './due-time.ts';
import { tally } from './tally.ts';
import type { TaskTimes } from './task.ts';

const nine = [{ from: '09:00', to: '17:00' }];
const calendar = { name: 'office', time_zone: 'Asia/Shanghai', week: [nine, nine, nine, nine, nine, [], []], days: [] };
const catalog = {
  release: 1,
  derived: new Map(),
  model: { workspace: { calendars: [calendar] } },
} as unknown as Catalog;

const times = (hours: TaskTimes['hours']): TaskTimes => ({
  due: '1d',
  remind_after: '2h',
  escalate_after: '',
  at_most: '3d',
  hours,
});

/** Friday, four in the afternoon in Shanghai. */
const friday = new Date('2026-11-20T08:00:00Z');

it('the times of a task pass by the clock', () => {
  expect(momentsOf(catalog, times('clock'), friday)).toEqual({
    due_at: '2026-11-21T08:00:00.000Z',
    remind_at: '2026-11-20T10:00:00.000Z',
    escalate_at: null,
    ends_at: '2026-11-23T08:00:00.000Z',
  });
});

it('or in working hours, where a day is a working day and the week-end does not count', () => {
  // An hour is left on Friday: the other one passes on Monday morning.
  expect(momentAfter(catalog, times('business'), friday, 'remind_after')).toBe('2026-11-23T02:00:00.000Z');
  expect(momentAfter(catalog, times('business'), friday, 'due')).toBe('2026-11-23T08:00:00.000Z');
});

it.each([
  ['one', ['approved', null, null], 'approved'],
  ['one', ['rejected', null, null], 'rejected'],
  ['all', ['approved', 'approved', null], null],
  ['all', ['approved', 'approved', 'approved'], 'approved'],
  ['all', [null, 'rejected', null], 'rejected'],
  ['majority', ['approved', 'approved', null], 'approved'],
  ['majority', ['approved', 'rejected', null], null],
  ['majority', ['rejected', 'rejected', null], 'rejected'],
  // Half is not more than half.
  ['majority', ['approved', 'rejected'], 'rejected'],
  ['majority', ['approved', null], null],
  ['chain', ['approved'], 'approved'],
] as const)('of %s, %j come to %s', (mode, decisions, outcome) => {
  expect(
    tally(
      mode,
      decisions.map((decision) => ({ decision })),
    ),
  ).toBe(outcome);
});

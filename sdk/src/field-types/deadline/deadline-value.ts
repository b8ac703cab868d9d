import type { BusinessTime } from '../../business-time/business-time.ts';
import { instantText } from '../../expressions/calendar.ts';

export const DEADLINE_STATES = ['running', 'due_soon', 'breached', 'paused', 'met', 'met_late', 'ended'] as const;

/** How a time limit stands. */
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** Time that runs for a record: since when, how much of it is used up, until when. Moments are RFC 3339 in UTC. */
export interface DeadlineValue {
  state: DeadlineState;
  /** When it began. */
  since: string;
  /** When it is over; absent while it stands still, and where there is no limit. */
  due?: string;
  /** From when on it is told to be due soon. */
  warn?: string;
  /** Since when it has been running without a break; absent while it stands still. */
  running?: string;
  /** Working milliseconds used up before that. */
  used: number;
  /** Working milliseconds there are. */
  limit?: number;
  ended?: string;
}

/** What holds for a time limit now. */
export interface DeadlineTerms {
  time: BusinessTime;
  /** null: it runs without an end. */
  limit: number | null;
  /** How long before the end it is due soon. */
  warnBefore: number | null;
  phase: 'running' | 'paused' | 'ended';
}

/** The value as it stands at a moment, after whatever has changed; `since` counts for a new one. */
export function deadlineAt(
  previous: DeadlineValue | null,
  { time, limit, warnBefore, phase }: DeadlineTerms,
  now: number,
  since = now,
): DeadlineValue {
  const before = previous ?? begun(since, phase === 'running' || phase === 'ended');
  const value: DeadlineValue = { state: 'running', since: before.since, used: before.used };
  if (limit !== null) value.limit = limit;
  if (phase === 'running') {
    const running = before.running ?? instantText(now);
    const stand = dueOf(time, limit, warnBefore, before.used, Date.parse(running), now);
    return { ...value, running, ...stand, state: later(before, stand) };
  }
  if (before.running !== undefined) value.used += time.between(Date.parse(before.running), now);
  const late = limit !== null && value.used > limit;
  if (phase === 'paused') return { ...value, state: late ? 'breached' : 'paused' };
  // What has ended keeps the moment until which it had time.
  if (before.ended !== undefined) return before;
  return {
    ...value,
    state: late ? 'met_late' : 'met',
    ended: instantText(now),
    ...(before.due !== undefined && { due: before.due }),
  };
}

/** In a stage that ends the process no time runs and none is kept; it tells when the record came there. */
export function deadlineEnded(since: number): DeadlineValue {
  const at = instantText(since);
  return { state: 'ended', since: at, used: 0, ended: at };
}

function begun(since: number, running: boolean): DeadlineValue {
  const at = instantText(since);
  return { state: 'running', since: at, used: 0, ...(running && { running: at }) };
}

const ORDER: readonly DeadlineState[] = ['running', 'due_soon', 'breached'];

/** What was late once does not become early again because a clock was put back. */
function later(before: DeadlineValue, { state, due }: Pick<DeadlineValue, 'state' | 'due'>): DeadlineState {
  return due !== undefined && before.due === due && ORDER.indexOf(before.state) > ORDER.indexOf(state)
    ? before.state
    : state;
}

function dueOf(
  time: BusinessTime,
  limit: number | null,
  warnBefore: number | null,
  used: number,
  running: number,
  now: number,
): Pick<DeadlineValue, 'state' | 'due' | 'warn'> {
  // A limit that was shortened below what is used up is over since it began to run.
  const due = limit === null ? null : time.add(running, Math.max(0, limit - used));
  if (due === null || limit === null) return { state: 'running' };
  const warn = warnBefore === null ? null : time.add(running, Math.max(0, limit - used - warnBefore));
  const soon = warn !== null && now >= warn;
  return {
    state: now >= due ? 'breached' : soon ? 'due_soon' : 'running',
    due: instantText(due),
    ...(warn !== null && { warn: instantText(warn) }),
  };
}

/** When the value will be another by itself; null: not at all. */
export function nextMoment({ state, due, warn }: DeadlineValue): string | null {
  if (state === 'running') return warn ?? due ?? null;
  return state === 'due_soon' ? (due ?? null) : null;
}

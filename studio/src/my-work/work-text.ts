import type { WorkItem, WorkSeat } from '@stratacrm/sdk';
import { clockIn } from '../fields/calendar-days.ts';
import { valueContext } from '../fields/value-context.ts';
import { listed, t } from '../i18n/i18n.ts';
import { dayTitle, timeOfDay } from '../fields/moments.ts';

/** A moment in few words: the time today, otherwise the day. */
export function shortMoment(instant: string, now = new Date()): string {
  const { time_zone } = valueContext();
  const today = clockIn(now.toISOString(), time_zone).date;
  return clockIn(instant, time_zone).date === today ? timeOfDay(instant) : dayTitle(instant, now);
}

export function isOverdue({ due_at, ended_at }: Pick<WorkItem, 'due_at' | 'ended_at'>, now = new Date()): boolean {
  return due_at !== null && ended_at === null && Date.parse(due_at) < now.getTime();
}

/** When it is due, or since when it is overdue; '' where it is neither. */
export function dueText(item: Pick<WorkItem, 'due_at' | 'ended_at'>): string {
  if (item.due_at === null || item.ended_at !== null) return '';
  return t(isOverdue(item) ? 'work.overdue' : 'work.due', { at: shortMoment(item.due_at) });
}

export function askedByText({ requester }: Pick<WorkItem, 'requester'>): string {
  return requester === null ? t('work.askedBySystem') : t('work.askedBy', { name: requester.name });
}

const OUTCOMES = ['approved', 'rejected', 'done', 'late', 'recalled', 'withdrawn'] as const;

export function outcomeText(outcome: string | null): string {
  const known = OUTCOMES.find((each) => each === outcome);
  return known === undefined ? (outcome ?? '') : t(`work.outcome.${known}`);
}

/** Of whom the answer is asked. */
export function seatText({ asked, also, open }: WorkSeat): string {
  const who = asked.kind === 'user' ? asked.name : t('work.everybodyOf', { name: asked.name });
  return also.length === 0 || !open
    ? who
    : `${who} ${t('work.also', { names: listed(also.map((person) => person.name)) })}`;
}

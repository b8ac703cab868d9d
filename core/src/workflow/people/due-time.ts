import { businessLength } from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { hoursNamed } from '../../records/process/business-hours.ts';
import type { TaskRow, TaskTimes } from './task.ts';

/** The moments of a task that are counted from when it is asked. */
export type TaskMoments = Pick<TaskRow, 'due_at' | 'remind_at' | 'escalate_at' | 'ends_at'>;

/** When a task asked now is due, reminded of, escalated and given up. */
export function momentsOf(catalog: Catalog, times: TaskTimes, now: Date): TaskMoments {
  return {
    due_at: momentAfter(catalog, times, now, 'due'),
    remind_at: momentAfter(catalog, times, now, 'remind_after'),
    escalate_at: momentAfter(catalog, times, now, 'escalate_after'),
    ends_at: momentAfter(catalog, times, now, 'at_most'),
  };
}

/**
 * The moment that lies one of the task's lengths of time after another: by the clock, or by the working hours that hold
 * for everybody, whose days are as long as they work.
 */
export function momentAfter(
  catalog: Catalog,
  times: TaskTimes,
  from: Date,
  which: Exclude<keyof TaskTimes, 'hours'>,
): string | null {
  const hours = hoursNamed(catalog, times.hours === 'business' ? undefined : 'always');
  const length = businessLength(times[which], hours);
  const moment = length === null ? null : hours.add(from.getTime(), length);
  return moment === null ? null : new Date(moment).toISOString();
}

import { readDuration } from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
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

/** The moment that lies one of the task's lengths of time after another, by the hours that count for it. */
export function momentAfter(
  _catalog: Catalog,
  times: TaskTimes,
  from: Date,
  which: Exclude<keyof TaskTimes, 'hours'>,
): string | null {
  const length = readDuration(times[which]);
  return length === null ? null : new Date(from.getTime() + length).toISOString();
}

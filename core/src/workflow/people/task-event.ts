import type { JsonValue } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';

/** What can happen to a task. */
export type TaskEventKind =
  | 'asked'
  | 'claimed'
  | 'released'
  | 'handed'
  | 'reminded'
  | 'escalated'
  | 'commented'
  | 'approved'
  | 'rejected'
  | 'done'
  | 'next_level'
  | 'recalled'
  | 'late'
  | 'withdrawn';

export interface TaskEvent {
  kind: TaskEventKind;
  /** null: the workflow itself. */
  actor: string | null;
  detail?: { [name: string]: JsonValue };
}

/** Writes the history of a task. */
export async function noteTask(
  tx: Queryable,
  task: string,
  now: Date,
  { kind, actor, detail = {} }: TaskEvent,
): Promise<string> {
  const id = v7();
  await tx.query(
    'insert into core.task_event (id, task_id, at, actor, kind, detail) values ($1, $2, $3, $4, $5, $6::jsonb)',
    [id, task, now.toISOString(), actor, kind, JSON.stringify(detail)],
    'task_event',
  );
  return id;
}

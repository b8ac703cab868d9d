import { StrataError, type FormField, type JsonValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

export type TaskKind = 'task' | 'approval';

/** How many of those asked decide. */
export type TaskMode = 'one' | 'all' | 'majority' | 'chain';

/** Lengths of time such as `2d`, '' where there is none, and which hours count. */
export interface TaskTimes {
  due: string;
  remind_after: string;
  escalate_after: string;
  at_most: string;
  hours: 'clock' | 'business';
}

/** Something a run asks of people, as it is kept. */
export interface TaskRow {
  id: string;
  kind: TaskKind;
  run_id: string;
  token_id: string;
  step: string;
  workflow_id: string;
  workflow: string;
  mode: TaskMode;
  title: string;
  /** For those who read Chinese; '': as above. */
  title_zh: string;
  instructions: string;
  instructions_zh: string;
  object: string | null;
  record_id: string | null;
  /** The change that triggered the run. */
  change_id: string | null;
  /** Fields to be shown; none: the main ones. */
  fields: string[];
  form: FormField[];
  /** When a comment is needed. */
  comment: 'never' | 'rejecting' | 'always';
  /** It may be decided together with others. */
  bulk: boolean;
  by_mail: boolean;
  /** Whoever asks may answer himself. */
  own: boolean;
  times: TaskTimes;
  /** Whoever triggered the run; he may recall it. */
  requester: string | null;
  /** The level that is asked now, of so many. */
  level: number;
  levels: number;
  outcome: string | null;
  answers: { [name: string]: JsonValue } | null;
  claimed_by: string | null;
  due_at: string | null;
  remind_at: string | null;
  reminders: number;
  escalate_at: string | null;
  ends_at: string | null;
  created_at: string;
  /** null: it is waited for. */
  ended_at: string | null;
  ended_by: string | null;
}

/** One answer that is waited for, or was given. */
export interface SeatRow {
  id: string;
  task_id: string;
  level: number;
  open: boolean;
  user_id: string | null;
  team_id: string | null;
  role: string | null;
  /** Managers who may answer as well since it took too long. */
  also: string[];
  /** Who handed it to whom it is with now, and with whom it was before. */
  handed_by: string | null;
  before: Pick<SeatRow, 'user_id' | 'team_id' | 'role'> | null;
  decision: 'approved' | 'rejected' | 'done' | null;
  comment: string | null;
  decided_by: string | null;
  decided_at: string | null;
}

/** Throws `unknown_task`. */
export async function lockTask(tx: Queryable, id: string): Promise<TaskRow> {
  const { rows } = await tx.query<TaskRow>('select * from core.task where id = $1 for update', [id], 'task_lock');
  if (rows[0] === undefined) throw new StrataError('unknown_task', { id });
  return rows[0];
}

export async function seatsOf(db: Queryable, task: string): Promise<SeatRow[]> {
  const { rows } = await db.query<SeatRow>(
    'select * from core.task_seat where task_id = $1 order by level, id',
    [task],
    'task_seats',
  );
  return rows;
}

/** The task that the branch waits for at the step, or has waited for. */
export async function taskAt(tx: Queryable, token: string, step: string): Promise<TaskRow | null> {
  const { rows } = await tx.query<TaskRow>(
    'select * from core.task where token_id = $1 and step = $2 order by created_at desc, id desc limit 1 for update',
    [token, step],
    'task_at',
  );
  return rows[0] ?? null;
}

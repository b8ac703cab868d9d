import type { WorkflowStep } from '@stratacrm/sdk';
import { formFields } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';
import { textSetting } from '../steps/settings.ts';
import type { StepRun } from '../steps/step-engine.ts';
import { momentsOf } from './due-time.ts';
import { enqueueNotice } from './notice-job.ts';
import { fillQuestion } from './question-words.ts';
import type { Subject } from './subject.ts';
import { noteTask } from './task-event.ts';
import type { TaskKind, TaskMode, TaskRow, TaskTimes } from './task.ts';

/** What is asked, beside what every asking step has. */
export interface Question {
  kind: TaskKind;
  mode: TaskMode;
  /** Who answers first; each is a seat. */
  seats: readonly Subject[];
  levels: number;
  comment: TaskRow['comment'];
  bulk: boolean;
  byMail: boolean;
  own: boolean;
}

/** Writes down what a step asks, and of whom, in the transaction in which the run begins to wait. */
export async function ask({ ctx, run, token, step, values }: StepRun, question: Question): Promise<TaskRow> {
  const times = timesIn(step);
  const about = await recordOf();
  const task = {
    id: v7(),
    kind: question.kind,
    run_id: run.id,
    token_id: token.id,
    step: step.id,
    workflow_id: run.workflow_id,
    workflow: run.workflow,
    mode: question.mode,
    ...(await fillQuestion(step, values)),
    object: about?.object ?? null,
    record_id: about?.id ?? null,
    change_id: run.change_id,
    fields: fieldsOf(step),
    form: formFields(step.settings['form']),
    comment: question.comment,
    bulk: question.bulk,
    by_mail: question.byMail,
    own: question.own,
    requester: run.actor,
    levels: question.levels,
    created_at: ctx.now.toISOString(),
    times,
    ...momentsOf(ctx.catalog, times, ctx.now),
  };
  const { rows } = await ctx.db.query<TaskRow>(
    `insert into core.task (id, kind, run_id, token_id, step, workflow_id, workflow, mode, title, title_zh,
       instructions, instructions_zh, object, record_id, change_id, fields, form, comment, bulk, by_mail, own, times, requester, levels,
       created_at, due_at, remind_at, escalate_at, ends_at)
     select id, kind, run_id, token_id, step, workflow_id, workflow, mode, title, title_zh, instructions, instructions_zh,
       object, record_id, change_id, fields, form, comment, bulk, by_mail, own, times, requester, levels, created_at, due_at,
       remind_at, escalate_at, ends_at
     from jsonb_populate_record(null::core.task, $1::jsonb) returning *`,
    [JSON.stringify(task)],
    'task_ask',
  );
  await addSeats(ctx.db, task.id, 1, question.seats);
  const event = await noteTask(ctx.db, task.id, ctx.now, { kind: 'asked', actor: null });
  await enqueueNotice(ctx.db, { task: task.id, what: 'asked', event });
  return rows[0]!;

  async function recordOf(): Promise<{ object: string; id: string } | null> {
    const source = textSetting(step, 'record') || (run.record_id === null ? '' : 'record');
    if (source === '') return null;
    const { value, type } = await values.evaluate(source);
    return typeof value === 'string' && type.type === 'ref'
      ? { object: (type as { object: string }).object, id: value }
      : null;
  }
}

export async function addSeats(
  db: Queryable,
  task: string,
  level: number,
  subjects: readonly Subject[],
): Promise<void> {
  const seats = subjects.map((subject) => ({
    id: v7(),
    task_id: task,
    level,
    user_id: subject.kind === 'user' ? subject.id : null,
    team_id: subject.kind === 'team' ? subject.id : null,
    role: subject.kind === 'role' ? subject.name : null,
  }));
  await db.query(
    `insert into core.task_seat (id, task_id, level, user_id, team_id, role)
     select id, task_id, level, user_id, team_id, role
     from json_to_recordset($1::json) as r(id uuid, task_id uuid, level int, user_id uuid, team_id uuid, role text)`,
    [JSON.stringify(seats)],
    'task_seats_add',
  );
}

/** The times a step gives those it asks. */
function timesIn(step: WorkflowStep): TaskTimes {
  const [due, remind_after, escalate_after, at_most] = TIMES.map((name) => textSetting(step, name));
  const hours = textSetting(step, 'hours') === 'business' ? 'business' : 'clock';
  return { due: due!, remind_after: remind_after!, escalate_after: escalate_after!, at_most: at_most!, hours };
}

const TIMES = ['due', 'remind_after', 'escalate_after', 'at_most'] as const;

function fieldsOf({ settings }: WorkflowStep): string[] {
  const { fields } = settings;
  return Array.isArray(fields) ? fields.map(String) : [];
}

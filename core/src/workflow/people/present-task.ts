import { StrataError, type Label, type PersonName, type WorkItem, type WorkRights } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { queryRecords } from '../../records/query-records.ts';
import { isMine, mineParameters } from './mine.ts';
import { questionIn } from './question-words.ts';
import { administers } from './task-access.ts';
import type { TaskRow } from './task.ts';

/** A task as lists read it. */
export interface ListedTask extends TaskRow {
  requester_name: string | null;
  claimer_name: string | null;
}

/** Tasks as the API shows them to this reader. */
export async function presentTasks(ctx: AccessContext, tasks: readonly ListedTask[]): Promise<WorkItem[]> {
  const [rights, names] = await Promise.all([rightsOn(ctx, tasks), readableRecords(ctx, tasks)]);
  return tasks.map((task) => ({
    id: task.id,
    kind: task.kind,
    title: questionIn(ctx.locale, task).title,
    workflow: workflowLabel(ctx, task),
    record: recordOf(task, names),
    requester: personName(task.requester, task.requester_name),
    level: task.level,
    levels: task.levels,
    created_at: instant(task.created_at)!,
    due_at: instant(task.due_at),
    ended_at: instant(task.ended_at),
    outcome: task.outcome,
    claimed_by: personName(task.claimed_by, task.claimer_name),
    may: rights.get(task.id)!,
    comment: task.comment,
  }));
}

/** A record that the reader may not read is not even told by its id. */
function recordOf({ object, record_id: id }: TaskRow, names: ReadonlyMap<string, string | null>): WorkItem['record'] {
  return object === null || id === null || !names.has(id) ? null : { object, id, name: names.get(id) ?? null };
}

export function instant(at: string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export function personName(id: string | null, name: string | null): PersonName | null {
  return id === null ? null : { id, name: name ?? '' };
}

export function workflowLabel({ catalog }: AccessContext, task: Pick<TaskRow, 'workflow' | 'workflow_id'>): Label {
  const found = [...catalog.workflows.values()].find((workflow) => workflow.id === task.workflow_id);
  return found?.label ?? { en: task.workflow, zh: task.workflow };
}

async function rightsOn(ctx: AccessContext, tasks: readonly ListedTask[]): Promise<Map<string, WorkRights>> {
  const { actor } = ctx;
  const { rows } = await ctx.db.query<{ task_id: string; mine: boolean; handed: boolean }>(
    `select s.task_id, coalesce(bool_or(s.open and s.level = t.level and ${isMine(2)}), false) as mine,
       coalesce(bool_or(s.open and s.handed_by = $2::uuid), false) as handed
     from core.task_seat s join core.task t on t.id = s.task_id where s.task_id = any($1::uuid[]) group by s.task_id`,
    [tasks.map((task) => task.id), ...mineParameters(actor)],
    'tasks_rights',
  );
  const found = new Map(rows.map((row) => [row.task_id, row]));
  return new Map(tasks.map((task) => [task.id, rightsOf(ctx, task, found.get(task.id))]));
}

function rightsOf(
  ctx: AccessContext,
  task: ListedTask,
  found: { mine: boolean; handed: boolean } | undefined,
): WorkRights {
  const me = ctx.actor.userId;
  const open = task.ended_at === null;
  const asks = task.requester === me;
  const answers = open && found?.mine === true && (task.own || !asks);
  const free = task.claimed_by === null || task.claimed_by === me;
  const isTask = task.kind === 'task';
  return {
    decide: answers && !isTask,
    complete: answers && isTask && free,
    claim: answers && isTask && task.claimed_by === null,
    release: open && task.claimed_by !== null && (task.claimed_by === me || administers(ctx)),
    hand_on: answers && free,
    take_back: open && found?.handed === true,
    recall: open && (asks || administers(ctx)),
    bulk: answers && !isTask && task.bulk,
  };
}

/** The records that the reader may read, and their names; a record's own rules hold here as everywhere. */
async function readableRecords(ctx: AccessContext, tasks: readonly TaskRow[]): Promise<Map<string, string | null>> {
  const names = new Map<string, string | null>();
  const about = tasks.filter((task) => task.object !== null && ctx.catalog.has(task.object));
  for (const [object, group] of Map.groupBy(about, (task) => task.object!)) {
    const ids = [...new Set(group.map((task) => task.record_id!))];
    const field = ctx.catalog.object(object).name_field;
    const named = ctx.access.field(object, field) !== 'none';
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const filter = `id in ${JSON.stringify(ids.slice(from, from + AT_ONCE))}`;
      for (const { id, ...values } of await readable(ctx, object, named ? ['id', field] : ['id'], filter))
        names.set(id, named ? nameText(values[field]) : null);
    }
  }
  return names;
}

const AT_ONCE = 200;

async function readable(ctx: AccessContext, object: string, fields: string[], filter: string) {
  try {
    return (await queryRecords(ctx, object, { fields, filter, limit: AT_ONCE })).data;
  } catch (error) {
    // Who may not read the object sees the task, but no record.
    if (error instanceof StrataError && error.status < 500) return [];
    throw error;
  }
}

export function nameText(name: unknown): string {
  if (typeof name === 'string' || typeof name === 'number') return String(name);
  return name === null || name === undefined ? '' : JSON.stringify(name);
}

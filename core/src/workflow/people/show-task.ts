import {
  StrataError,
  type HistoryEntry,
  type PersonName,
  type WorkDetail,
  type WorkEvent,
  type WorkSeat,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { personOf } from '../../access/people-context.ts';
import { changeOf } from '../../records/history/change-of.ts';
import { instant, personName, presentTasks, type ListedTask } from './present-task.ts';
import { questionIn } from './question-words.ts';
import { administers, concernOf } from './task-access.ts';
import type { SeatRow, TaskRow } from './task.ts';

/** A task with all that is needed to answer it. Throws `unknown_task` where it is none of the reader's. */
export async function showTask(ctx: AccessContext, id: string): Promise<WorkDetail> {
  personOf(ctx);
  if (ctx.actor.portal !== undefined) throw new StrataError('portal_closed');
  const { rows } = await ctx.db.query<ListedTask>(
    `select t.*, r.name as requester_name, c.name as claimer_name
     from core.task t left join core."user" r on r.id = t.requester left join core."user" c on c.id = t.claimed_by
     where t.id = $1`,
    [id],
    'task_show',
  );
  const task = rows[0];
  const seen = task !== undefined && ((await concernOf(ctx, ctx.db, task)).concerned || administers(ctx));
  if (!seen) throw new StrataError('unknown_task', { id });
  const [item] = await presentTasks(ctx, [task]);
  return {
    ...item!,
    instructions: questionIn(ctx.locale, task).instructions,
    mode: task.mode,
    form: task.form,
    fields: shownFields(ctx, task),
    seats: await seats(ctx, id),
    events: await events(ctx, id),
    change: await changeBehind(ctx, task),
    run: administers(ctx) ? task.run_id : null,
  };
}

/** A field the reader may not see is not even named. */
function shownFields({ access }: AccessContext, { object, fields }: TaskRow): string[] {
  return object === null ? [] : fields.filter((field) => access.field(object, field) !== 'none');
}

type SeatLine = SeatRow & { asked_name: string | null; decider_name: string | null; also_people: PersonName[] };

async function seats(ctx: AccessContext, task: string): Promise<WorkSeat[]> {
  const { rows } = await ctx.db.query<SeatLine>(
    `select s.*, coalesce(u.name, t.name) as asked_name, d.name as decider_name,
       coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name)
         from core."user" p where p.id = any(s.also)
           or s.open and p.id = (select w.stand_in from core.user_work w where w.user_id = s.user_id
             and w.away_from <= now() and (w.away_until is null or w.away_until > now()))), '[]') as also_people
     from core.task_seat s
     left join core."user" u on u.id = s.user_id left join core.team t on t.id = s.team_id
     left join core."user" d on d.id = s.decided_by
     where s.task_id = $1 order by s.level, s.id`,
    [task],
    'task_seats_shown',
  );
  return rows.map((row) => ({
    id: row.id,
    level: row.level,
    asked: askedOf(ctx, row),
    also: row.also_people,
    open: row.open,
    decision: row.decision,
    comment: row.comment,
    decided_by: personName(row.decided_by, row.decider_name),
    decided_at: instant(row.decided_at),
  }));
}

function askedOf({ catalog, locale }: AccessContext, row: SeatLine): WorkSeat['asked'] {
  if (row.user_id !== null) return { kind: 'user', id: row.user_id, name: row.asked_name ?? '' };
  if (row.team_id !== null) return { kind: 'team', id: row.team_id, name: row.asked_name ?? '' };
  const role = row.role!;
  return { kind: 'role', id: role, name: catalog.roles.get(role)?.label[locale] ?? role };
}

interface EventLine {
  id: string;
  at: string;
  actor: string | null;
  actor_name: string | null;
  kind: string;
  comment: string | null;
  to_people: PersonName[];
}

async function events(ctx: AccessContext, task: string): Promise<WorkEvent[]> {
  const { rows } = await ctx.db.query<EventLine>(
    `select e.id, e.at, e.actor, u.name as actor_name, e.kind, e.detail->>'comment' as comment,
       coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name) order by p.name)
         from core."user" p where e.detail->'to' ? p.id::text), '[]') as to_people
     from core.task_event e left join core."user" u on u.id = e.actor where e.task_id = $1 order by e.id limit 500`,
    [task],
    'task_events_shown',
  );
  return rows.map((row) => ({
    id: row.id,
    at: instant(row.at)!,
    actor: personName(row.actor, row.actor_name),
    kind: row.kind,
    comment: row.comment ?? '',
    to: row.to_people,
  }));
}

/** What was changed so that it is asked, where the reader may see it. */
async function changeBehind(ctx: AccessContext, task: TaskRow): Promise<HistoryEntry | null> {
  const { object, record_id: record, change_id: change } = task;
  if (object === null || record === null || change === null || !ctx.catalog.has(object)) return null;
  try {
    return await changeOf(ctx, object, record, change);
  } catch (error) {
    if (error instanceof StrataError && error.status < 500) return null;
    throw error;
  }
}

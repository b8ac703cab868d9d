import type { WorkCount, WorkItem, WorkList } from '@stratacrm/sdk';
import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { personOf, requireRight } from '../../access/people-context.ts';
import { isMine, mineParameters } from './mine.ts';
import { presentTasks, type ListedTask } from './present-task.ts';

export interface TaskQuery {
  show: WorkList;
  kind?: 'task' | 'approval' | undefined;
  /** Only what is about this record. */
  record?: string | undefined;
  limit: number;
  /** So many are left out. */
  offset: number;
}

/** Tasks and approvals of a person, the most urgent first; those that are over, the newest first. */
export async function listTasks(ctx: AccessContext, query: TaskQuery): Promise<{ items: WorkItem[]; more: boolean }> {
  personOf(ctx);
  if (ctx.actor.portal !== undefined) throw new StrataError('portal_closed');
  if (query.show === 'all') requireRight(ctx, 'configure');
  const { rows } = await ctx.db.query<ListedTask>(
    statementFor(query.show),
    [...mineParameters(ctx.actor), query.kind ?? null, query.record ?? null, query.limit + 1, query.offset],
    `tasks_${query.show}`,
  );
  const items = await presentTasks(ctx, rows.slice(0, query.limit));
  return { items, more: rows.length > query.limit };
}

/** Which answers are the person's own affair and not that of everybody in a team or role. */
const PERSONAL = '(s.team_id is null and s.role is null or t.claimed_by is not distinct from $1::uuid)';

const OPEN = 't.ended_at is null and s.open and s.level = t.level and (t.own or t.requester is distinct from $1::uuid)';

/** The parameters $1 to $3 are those of `isMine`. */
const CONDITIONS: Record<WorkList, string> = {
  mine: `exists (select from core.task_seat s where s.task_id = t.id and ${OPEN} and ${isMine(1)} and ${PERSONAL}
    and (t.claimed_by is null or t.claimed_by = $1::uuid))`,
  teams: `t.ended_at is null and t.claimed_by is distinct from $1::uuid and exists (
    select from core.task_seat s where s.task_id = t.id and ${OPEN} and ${isMine(1)} and not ${PERSONAL})`,
  asked: 't.requester = $1::uuid and t.ended_at is null',
  done: `(t.ended_at is not null and (t.requester = $1::uuid or exists (
      select from core.task_seat s where s.task_id = t.id and ${isMine(1)}))
    or exists (select from core.task_seat s where s.task_id = t.id and s.decided_by = $1::uuid))`,
  all: 't.ended_at is null and $1::uuid is not null and $2::uuid[] is not null and $3::text[] is not null',
};

function statementFor(show: WorkList): string {
  const order =
    show === 'done' ? 'coalesce(t.ended_at, t.created_at) desc, t.id' : 't.due_at nulls last, t.created_at, t.id';
  // Every statement must use each of its parameters.
  return `
    select t.*, r.name as requester_name, c.name as claimer_name
    from core.task t left join core."user" r on r.id = t.requester left join core."user" c on c.id = t.claimed_by
    where ${CONDITIONS[show]} and ($4::text is null or t.kind = $4) and ($5::uuid is null or t.record_id = $5)
      and ($2::uuid[] is null or true) and ($3::text[] is null or true)
    order by ${order} limit $6 offset $7`;
}

/** How much waits for the person, for the mark beside "My work". */
export async function countTasks(ctx: AccessContext): Promise<WorkCount> {
  personOf(ctx);
  if (ctx.actor.portal !== undefined) return { mine: 0, teams: 0, overdue: 0 };
  const { rows } = await ctx.db.query<WorkCount>(COUNT, mineParameters(ctx.actor), 'tasks_count');
  return rows[0]!;
}

const COUNT = `
  with mine as (
    select t.id, t.due_at, t.claimed_by, bool_or(${PERSONAL}) as personal
    from core.task_seat s join core.task t on t.id = s.task_id
    where s.open and ${OPEN} and ${isMine(1)} and (t.claimed_by is null or t.claimed_by = $1::uuid)
    group by t.id
  )
  select (count(*) filter (where personal))::int as mine, (count(*) filter (where not personal))::int as teams,
    (count(*) filter (where due_at < now()))::int as overdue
  from mine`;

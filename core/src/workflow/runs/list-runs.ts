import type { JsonValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { RunRow, RunStatus } from '../run.ts';

/** Which runs to show. */
export interface RunFilter {
  workflow?: string | undefined;
  status?: RunStatus | undefined;
  record?: string | undefined;
  /** Runs before this one. */
  before?: string | undefined;
  limit: number;
}

/** A run without what it works with. */
export type RunSummary = Omit<RunRow, 'old' | 'digest' | 'roles'>;

/** The newest runs first. A run touches the record that triggered it and those it changed. */
export async function listRuns(db: Queryable, filter: RunFilter): Promise<{ runs: RunSummary[]; more: boolean }> {
  const { rows } = await db.query<RunSummary>(
    `select id, workflow_id, workflow, status, trigger, object, record_id, change_id, actor, depth, parent_run, parent_token,
       error, records_changed, started_at, ended_at
     from core.workflow_run r
     where ($1::text is null or workflow = $1) and ($2::text is null or status = $2)
       and ($3::uuid is null or record_id = $3 or id::text in (
         select cause_id from core.change_log where record_id = $3 and cause = 'workflow'))
       and ($4::uuid is null or id < $4)
     order by id desc limit $5`,
    [filter.workflow ?? null, filter.status ?? null, filter.record ?? null, filter.before ?? null, filter.limit + 1],
  );
  return { runs: rows.slice(0, filter.limit), more: rows.length > filter.limit };
}

/** One step of a run as it was done. */
export interface StepInfo {
  id: string;
  token_id: string;
  step: string;
  type: string;
  status: 'done' | 'waiting' | 'failed';
  outcome: string | null;
  input: JsonValue;
  output: JsonValue;
  error: RunRow['error'];
  records_changed: number;
  started_at: string;
  ended_at: string;
}

/** Where a run stands now. */
export interface StandingToken {
  id: string;
  step: string | null;
  status: string;
  waits_until: string | null;
}

export async function runSteps(db: Queryable, run: string): Promise<StepInfo[]> {
  const { rows } = await db.query<StepInfo>(
    `select id, token_id, step, type, status, outcome, input, output, error, records_changed, started_at, ended_at
     from core.workflow_step where run_id = $1 order by id limit 5000`,
    [run],
  );
  return rows;
}

export async function standingTokens(db: Queryable, run: string): Promise<StandingToken[]> {
  const { rows } = await db.query<StandingToken>(
    `select id, step, status, waits_until from core.workflow_token
     where run_id = $1 and status in ('ready', 'waiting', 'joining', 'failed') order by id limit 1000`,
    [run],
  );
  return rows;
}

/** What a workflow has done in a stretch of time. */
export interface WorkflowMetrics {
  workflow: string;
  runs: number;
  failed: number;
  waiting: number;
  records_changed: number;
  /** Seconds from beginning to end, of those that ended. */
  median_seconds: number | null;
  /** The slowest of twenty took at least so long. */
  p95_seconds: number | null;
  last_started_at: string | null;
}

export async function workflowMetrics(db: Queryable, days: number): Promise<WorkflowMetrics[]> {
  const { rows } = await db.query<WorkflowMetrics>(
    `select workflow, count(*)::int as runs, (count(*) filter (where status = 'failed'))::int as failed,
       (count(*) filter (where status in ('running', 'waiting')))::int as waiting,
       coalesce(sum(records_changed), 0)::int as records_changed,
       percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at)) as median_seconds,
       percentile_cont(0.95) within group (order by extract(epoch from ended_at - started_at)) as p95_seconds,
       max(started_at) as last_started_at
     from core.workflow_run where started_at > now() - make_interval(days => $1) group by workflow order by workflow`,
    [days],
  );
  return rows;
}

/** What one workflow did on one day of the workspace's calendar. */
export interface WorkflowDay {
  day: string;
  runs: number;
  failed: number;
  records_changed: number;
}

export async function workflowDays(
  db: Queryable,
  workflow: string,
  days: number,
  timeZone: string,
): Promise<WorkflowDay[]> {
  const { rows } = await db.query<WorkflowDay>(
    `select (started_at at time zone $3)::date::text as day, count(*)::int as runs,
       (count(*) filter (where status = 'failed'))::int as failed, coalesce(sum(records_changed), 0)::int as records_changed
     from core.workflow_run where workflow = $1 and started_at > now() - make_interval(days => $2)
     group by 1 order by 1`,
    [workflow, days, timeZone],
  );
  return rows;
}

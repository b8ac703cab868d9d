import { stepKind, type JsonValue, type WorkflowDocument } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';
import type { Definitions } from '../definitions.ts';
import type { RunError } from '../run.ts';
import { WORKFLOW_LIMITS } from '../limits.ts';
import { enqueueTogether, enqueueTokens, type TogetherJob } from '../token-jobs.ts';

/** A run that is to begin. */
export interface NewRun {
  workflow: WorkflowDocument;
  trigger: string;
  object: string | null;
  record: string | null;
  change: string | null;
  actor: string | null;
  roles: readonly string[] | null;
  depth: number;
  old: Record<string, JsonValue> | null;
  /** Names that the trigger gives, such as what was filled in. */
  results?: Record<string, JsonValue>;
  parent?: { run: string; token: string };
  /** The run whose change triggered it. */
  cause?: string;
  /** It is refused before its first step: it is there to be seen, not to be done. */
  refused?: RunError;
}

/** Begins many runs set-wise: the runs, their first tokens and the jobs that carry these on. Answers with their ids. */
export async function insertRuns(
  db: Queryable,
  definitions: Definitions,
  runs: readonly NewRun[],
  now: Date,
): Promise<string[]> {
  if (runs.length === 0) return [];
  const digests = new Map<WorkflowDocument, string>();
  for (const { workflow } of runs) {
    if (!digests.has(workflow)) digests.set(workflow, await definitions.keep(db, workflow));
  }
  const rows = runs.map((run) => runRow(run, digests.get(run.workflow)!));
  await db.query(INSERT, [JSON.stringify(rows), now.toISOString()], 'workflow_runs_insert');
  const running = rows.filter((row) => row.status === 'running');
  const [together, alone] = parted(running, runs, rows);
  await enqueueTokens(
    db,
    alone.map((row) => ({ token: row.token, turn: 0 })),
  );
  await enqueueTogether(db, lotsOf(together));
  return rows.map((row) => row.id);
}

type InsertedRow = ReturnType<typeof runRow>;

/** Those whose first step can be done for many at once, and the others. Whoever waits for a run wants it by itself. */
function parted(
  running: readonly InsertedRow[],
  runs: readonly NewRun[],
  rows: readonly InsertedRow[],
): [InsertedRow[], InsertedRow[]] {
  const workflows = new Map(rows.map((row, index) => [row.id, runs[index]!.workflow]));
  const isTogether = ({ id, parent_token, step }: InsertedRow): boolean => {
    const first = workflows.get(id)!.steps.find((each) => each.id === step);
    return parent_token === null && first !== undefined && stepKind(first.type)?.together !== undefined;
  };
  return [running.filter(isTogether), running.filter((row) => !isTogether(row))];
}

function lotsOf(rows: readonly InsertedRow[]): TogetherJob[] {
  return [...Map.groupBy(rows, (row) => row.digest).values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / WORKFLOW_LIMITS.runsTogether) }, (_, lot) => {
      const from = lot * WORKFLOW_LIMITS.runsTogether;
      return { tokens: group.slice(from, from + WORKFLOW_LIMITS.runsTogether).map((row) => row.token) };
    }),
  );
}

function runRow(run: NewRun, digest: string) {
  const { workflow, trigger, object, record, change, actor, roles, depth, old, refused } = run;
  return {
    id: v7(),
    token: v7(),
    workflow_id: workflow.id,
    workflow: workflow.name,
    digest,
    status: refused === undefined ? 'running' : 'failed',
    error: refused ?? null,
    trigger,
    object,
    record_id: record,
    change_id: change,
    actor,
    roles: workflow.run_as === undefined ? roles : [workflow.run_as],
    depth,
    parent_run: run.parent?.run ?? null,
    parent_token: run.parent?.token ?? null,
    old,
    results: run.results ?? {},
    step: workflow.first ?? null,
  };
}

const INSERT = `
  with given as materialized (
    select * from json_to_recordset($1::json) as r(id uuid, token uuid, workflow_id uuid, workflow text, digest text,
      status text, error jsonb, trigger text, object text, record_id uuid, change_id uuid, actor uuid, roles text[], depth int,
      parent_run uuid, parent_token uuid, old jsonb, results jsonb, step text)
  ), runs as (
    insert into core.workflow_run (id, workflow_id, workflow, digest, status, error, trigger, object, record_id, change_id,
      actor, roles, depth, parent_run, parent_token, old, started_at, ended_at)
    select id, workflow_id, workflow, digest, status, error, trigger, object, record_id, change_id,
      actor, roles, depth, parent_run, parent_token, old, $2::timestamptz, case status when 'failed' then $2::timestamptz end
    from given returning id
  )
  insert into core.workflow_token (id, run_id, step, status, results)
  select g.token, g.id, g.step, case g.status when 'failed' then 'failed' else 'ready' end, g.results
  from given g join runs using (id)`;

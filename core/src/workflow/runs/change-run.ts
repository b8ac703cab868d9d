import { StrataError } from '@stratacrm/sdk';
import type { Database, Queryable, Transaction } from '../../kernel/database.ts';
import { cancelDeliveries } from '../../kernel/deliveries/outside.ts';
import type { Catalog } from '../../model/catalog.ts';
import type { Definitions } from '../definitions.ts';
import type { RunRow } from '../run.ts';
import { withdrawTasks } from '../people/end-task.ts';
import { insertRuns } from '../start/insert-runs.ts';
import { enqueueTokens, type TokenJob } from '../token-jobs.ts';

/** Throws `unknown_run`. */
export async function requireRun(db: Queryable, id: string): Promise<RunRow> {
  const { rows } = await db.query<RunRow>('select * from core.workflow_run where id = $1', [id]);
  if (rows[0] === undefined) throw new StrataError('unknown_run', { id });
  return rows[0];
}

async function lockRun(tx: Transaction, id: string): Promise<RunRow> {
  const { rows } = await tx.query<RunRow>('select * from core.workflow_run where id = $1 for update', [id]);
  if (rows[0] === undefined) throw new StrataError('unknown_run', { id });
  return rows[0];
}

/** Ends a run that has not ended; what it has done stays. Throws `unknown_run`, `run_has_ended`. */
export async function cancelRun(database: Database, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (run.status !== 'running' && run.status !== 'waiting' && run.status !== 'failed')
      throw new StrataError('run_has_ended');
    await tx.query(`update core.workflow_run set status = 'cancelled', ended_at = now() where id = $1`, [id]);
    await tx.query(
      `update core.workflow_token set status = 'cancelled', turn = turn + 1, waits_for_record = null
       where run_id = $1 and status in ('ready', 'waiting', 'joining', 'failed')`,
      [id],
    );
    await withdrawTasks(tx, id, new Date());
    await cancelDeliveries(tx, id);
  });
}

/**
 * Lets a failed run go on from the steps at which it failed, with the document it began with or, when that was mended,
 * with the one that is live now. Throws `unknown_run`, `run_not_failed`, `step_unknown_in_run`.
 */
export async function resumeRun(
  database: Database,
  definitions: Definitions,
  catalog: Catalog,
  id: string,
  version: 'own' | 'live',
): Promise<void> {
  await database.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    if (run.status !== 'failed') throw new StrataError('run_not_failed', { status: run.status });
    const digest = version === 'live' ? await liveDigest(tx, definitions, catalog, run) : run.digest;
    await tx.query(
      `update core.workflow_run set status = 'running', error = null, ended_at = null, digest = $2 where id = $1`,
      [id, digest],
    );
    const { rows } = await tx.query<TokenJob>(
      `update core.workflow_token set status = 'ready', turn = turn + 1, ready_at = now()
       where run_id = $1 and status = 'failed' returning id as token, turn`,
      [id],
    );
    await enqueueTokens(tx, rows);
  });
}

async function liveDigest(tx: Transaction, definitions: Definitions, catalog: Catalog, run: RunRow): Promise<string> {
  const live = [...catalog.workflows.values()].find((workflow) => workflow.id === run.workflow_id);
  if (live === undefined) throw new StrataError('unknown_workflow', { name: run.workflow, suggestion: '' });
  const { rows } = await tx.query<{ step: string }>(
    `select distinct step from core.workflow_token
     where run_id = $1 and step is not null and status not in ('done', 'cancelled')`,
    [run.id],
  );
  const gone = rows.find(({ step }) => !live.steps.some((each) => each.id === step));
  if (gone !== undefined) throw new StrataError('step_unknown_in_run', { step: gone.step });
  return definitions.keep(tx, live);
}

/** Begins the run anew, for the same record and the same person, with the workflow as it is live now. Answers with the new run's id. */
export async function rerun(
  database: Database,
  definitions: Definitions,
  catalog: Catalog,
  id: string,
  now: Date,
): Promise<string> {
  return database.transaction(async (tx) => {
    const run = await lockRun(tx, id);
    const workflow = [...catalog.workflows.values()].find((each) => each.id === run.workflow_id);
    if (workflow === undefined) throw new StrataError('unknown_workflow', { name: run.workflow, suggestion: '' });
    const { rows } = await tx.query<{ results: RunRow['old'] }>(
      'select results from core.workflow_token where run_id = $1 and parent is null order by id limit 1',
      [id],
    );
    const inputs = Object.entries(rows[0]?.results ?? {}).filter(([name]) => /^(?:input|payload|mail)_/.test(name));
    const [fresh] = await insertRuns(
      tx,
      definitions,
      [
        {
          workflow,
          trigger: run.trigger,
          object: run.object,
          record: run.record_id,
          change: run.change_id,
          actor: run.actor,
          roles: run.roles,
          depth: 0,
          old: run.old,
          results: Object.fromEntries(inputs),
        },
      ],
      now,
    );
    return fresh!;
  });
}

import type { Queryable } from '../../kernel/database.ts';
import type { OutboxConsumer, OutboxEntry } from '../../kernel/outbox.ts';
import type { Catalog } from '../../model/catalog.ts';
import { loadUnguarded } from '../../records/pipeline/load-current.ts';
import type { Engine } from '../engine.ts';
import { WORKFLOW_LIMITS } from '../limits.ts';
import type { RunError } from '../run.ts';
import { systemContext } from '../system-context.ts';
import { wakeWaiting } from '../advance/wake.ts';
import { keepTimers } from '../processes/timers.ts';
import { changedRecords, laterChanges, readChanges, type ChangedRecord, type LoggedChange } from './changes.ts';
import { insertRuns, type NewRun } from './insert-runs.ts';
import { matchTriggers, type Match } from './match.ts';
import { recordTriggers } from './triggers.ts';

/**
 * Begins the workflows that committed changes trigger. It runs in the transaction that takes the changes out of the
 * outbox, so each change triggers exactly once, and the write itself pays nothing.
 */
export function startOnChanges(engine: Engine): OutboxConsumer {
  return async (tx, entries) => {
    await wakeWaiting(tx, entries);
    const catalog = engine.model.catalog();
    await keepTimers(tx, catalog, entries);
    const triggers = recordTriggers(catalog);
    const concerned = entries.filter((entry) => triggers.has(entry.object));
    if (concerned.length === 0) return;
    const runs = await runsFor(tx, catalog, concerned);
    await insertRuns(tx, engine.definitions, await bounded(tx, runs), new Date());
  };
}

async function runsFor(tx: Queryable, catalog: Catalog, entries: readonly OutboxEntry[]): Promise<NewRun[]> {
  const changes = await readChanges(
    tx,
    entries.map((entry) => entry.change_id),
  );
  const runs: NewRun[] = [];
  for (const [object, group] of Map.groupBy(changes, (change) => change.object)) {
    for (const match of await matchesOf(tx, catalog, object, group)) runs.push(newRun(object, match));
  }
  return runs;
}

/** The workflows that these changes of one object trigger, under the catalog. */
export async function matchesOf(
  db: Queryable,
  catalog: Catalog,
  objectName: string,
  changes: readonly LoggedChange[],
): Promise<Match[]> {
  const triggers = recordTriggers(catalog).get(objectName) ?? [];
  if (triggers.length === 0) return [];
  const records = await changedRecordsOf(db, catalog, objectName, changes);
  return matchTriggers(systemContext(db, catalog), catalog.object(objectName), triggers, records);
}

async function changedRecordsOf(
  db: Queryable,
  catalog: Catalog,
  objectName: string,
  changes: readonly LoggedChange[],
): Promise<ChangedRecord[]> {
  const ctx = systemContext(db, catalog);
  const object = catalog.object(objectName);
  const ids = [...new Set(changes.map((change) => change.record_id))];
  const living = await loadUnguarded(ctx, object, 'living', ids);
  const deleted = living.length === ids.length ? [] : await loadUnguarded(ctx, object, 'deleted', ids);
  const present = new Map([...living, ...deleted].map((state) => [String(state['id']), state]));
  return changedRecords(changes, await laterChanges(db, object, changes), present);
}

function newRun(object: string, { trigger, record }: Match): NewRun {
  const { change, before } = record;
  return {
    workflow: trigger.workflow,
    trigger: trigger.workflow.trigger.type,
    object,
    record: change.record_id,
    change: change.id,
    actor: change.actor,
    roles: null,
    depth: 0,
    old: trigger.readsOld ? before : null,
    ...(change.cause === 'workflow' && change.cause_id !== null && { cause: change.cause_id }),
  };
}

/** Ends feedback: too many runs in a row, or too many for one record, become a failure that says so. */
async function bounded(tx: Queryable, runs: readonly NewRun[]): Promise<NewRun[]> {
  if (runs.length === 0) return [];
  const depths = await depthsOf(tx, runs);
  const counts = await recentRuns(tx, runs);
  const bounded: NewRun[] = [];
  for (const run of runs) {
    const depth = run.cause === undefined ? 0 : (depths.get(run.cause) ?? 0) + 1;
    const key = `${run.workflow.id} ${run.record}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > WORKFLOW_LIMITS.perMinute + 1) continue;
    bounded.push({ ...run, depth, ...refusal(run, depth, count) });
  }
  return bounded;
}

function refusal({ workflow }: NewRun, depth: number, count: number): { refused?: RunError } {
  const label = { ...workflow.label };
  if (depth >= WORKFLOW_LIMITS.depth)
    return { refused: { code: 'run_feedback', params: { depth: depth + 1, workflow: label }, issues: [] } };
  if (count > WORKFLOW_LIMITS.perMinute)
    return { refused: { code: 'run_too_often', params: { count: count - 1, workflow: label }, issues: [] } };
  return {};
}

async function depthsOf(tx: Queryable, runs: readonly NewRun[]): Promise<Map<string, number>> {
  const causes = [...new Set(runs.flatMap((run) => run.cause ?? []))];
  if (causes.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; depth: number }>(
    'select id, depth from core.workflow_run where id = any($1::uuid[])',
    [causes],
    'workflow_depths',
  );
  return new Map(rows.map((row) => [row.id, row.depth]));
}

async function recentRuns(tx: Queryable, runs: readonly NewRun[]): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ key: string; count: string }>(
    `select r.workflow_id || ' ' || r.record_id as key, count(*) from core.workflow_run r
     where r.record_id = any($1::uuid[]) and r.started_at > now() - interval '1 minute' group by 1`,
    [[...new Set(runs.map((run) => run.record))]],
    'workflow_recent_runs',
  );
  return new Map(rows.map((row) => [row.key, Number(row.count)]));
}

import { StrataError, type WorkflowDocument } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { enqueueJob, type JobHandlers, type JobRun } from '../../kernel/jobs.ts';
import { runError } from '../advance/failure.ts';
import type { Engine } from '../engine.ts';
import type { RunError } from '../run.ts';
import { comparable, noteBeginnings, type Beginning } from './beginnings.ts';
import { replayLot, type Replayed } from './replay-lot.ts';
import {
  count,
  emptyTally,
  keepSample,
  sampleOutcome,
  signatureOf,
  type ReplaySample,
  type ReplayTally,
  type SampleEntry,
} from './replay-tally.ts';

export type ReplayStatus = 'preparing' | 'running' | 'done' | 'failed' | 'cancelled';

/** A replay as it stands. */
export interface ReplayRow {
  id: string;
  workflow_id: string;
  workflow: string;
  document: WorkflowDocument;
  compared: WorkflowDocument | null;
  days: number;
  status: ReplayStatus;
  actor: string | null;
  total: string;
  done: string;
  lot: number;
  tally: ReplayTally;
  sample: ReplaySample;
  error: RunError | null;
  created_at: string;
  started_at: string | null;
  moved_at: string | null;
  ended_at: string | null;
}

export const REPLAY_JOB = 'workflow_replay';

/** A job works so long before it lets others have its place. */
const SLICE_MS = 2_000;
/** Locks of a trial last about so long: whoever writes one of its records meanwhile waits. */
const LOT_MS = 300;
const LOT_MIN = 10;
const LOT_MAX = 1_000;
/** Older replays of a workflow are cleared away. */
const KEPT = 20;

export interface ReplayRequest {
  document: WorkflowDocument;
  days: number;
}

/** Asks for a replay; a job does it. Throws `replay_under_way`. */
export async function startReplay(ctx: AccessContext, engine: Engine, request: ReplayRequest): Promise<string> {
  const { document, days } = request;
  const live = [...ctx.catalog.workflows.values()].find((workflow) => workflow.id === document.id);
  const isOther = live !== undefined && live.active && live.archived !== true && !isSame(live, document);
  const compared = isOther && comparable(document, live) ? live : null;
  const id = v7();
  await engine.database.transaction(async (tx) => {
    const { rows } = await tx.query(
      `select from core.workflow_replay where workflow_id = $1 and status in ('preparing', 'running') limit 1`,
      [document.id],
    );
    if (rows.length > 0) throw new StrataError('replay_under_way');
    await tx.query(
      `delete from core.workflow_replay where workflow_id = $1 and id not in (
         select id from core.workflow_replay where workflow_id = $1 order by created_at desc limit ${KEPT - 1})`,
      [document.id],
    );
    await tx.query(
      `insert into core.workflow_replay (id, workflow_id, workflow, document, compared, days, status, actor, tally, created_at)
       values ($1, $2, $3, $4::jsonb, $5::jsonb, $6, 'preparing', $7, $8::jsonb, now())`,
      [
        id,
        document.id,
        document.name,
        JSON.stringify(document),
        compared === null ? null : JSON.stringify(compared),
        days,
        ctx.actor.userId,
        JSON.stringify(emptyTally(compared !== null)),
      ],
    );
    await enqueue(tx, id);
  });
  return id;
}

function isSame(a: WorkflowDocument, b: WorkflowDocument): boolean {
  const parts = ({ trigger, steps, first, run_as }: WorkflowDocument) => {
    const bare = steps.map(({ at: _, label: __, ...step }) => step);
    return JSON.stringify([trigger, bare, first, run_as]);
  };
  return parts(a) === parts(b);
}

function enqueue(db: Queryable, id: string): Promise<void> {
  return enqueueJob(db, REPLAY_JOB, { replay: id }, { queue: REPLAY_JOB, patient: true, tries: 5 });
}

/** Stops it where it is; what it has found out stays. */
export async function cancelReplay(database: Database, id: string): Promise<void> {
  await requireReplay(database, id);
  await database.transaction(async (tx) => {
    await tx.query(
      `update core.workflow_replay set status = 'cancelled', ended_at = now()
       where id = $1 and status in ('preparing', 'running')`,
      [id],
    );
    await tx.query('delete from core.workflow_replay_beginning where replay_id = $1', [id]);
  });
}

/** Throws `unknown_replay`. */
export async function requireReplay(db: Queryable, id: string): Promise<ReplayRow> {
  const { rows } = await db.query<ReplayRow>('select * from core.workflow_replay where id = $1', [id]);
  if (rows[0] === undefined) throw new StrataError('unknown_replay', { id });
  return rows[0];
}

export async function listReplays(db: Queryable, workflow: string): Promise<ReplayRow[]> {
  const { rows } = await db.query<ReplayRow>(
    'select * from core.workflow_replay where workflow = $1 order by created_at desc limit 20',
    [workflow],
  );
  return rows;
}

/** Records it would have changed so far, each counted once. */
export async function changedByReplay(db: Queryable, id: string): Promise<{ tried: number; compared: number }> {
  const { rows } = await db.query<{ version: 'tried' | 'compared'; count: number }>(
    'select version, count(*)::int as count from core.workflow_replay_record where replay_id = $1 group by version',
    [id],
  );
  const counts = { tried: 0, compared: 0 };
  for (const { version, count: number } of rows) counts[version] = number;
  return counts;
}

/** The job that replays, lot by lot; a lot and how far it is are kept in one statement, so whatever dies repeats one lot at most. */
export function replayJobs(engine: Engine): JobHandlers {
  return {
    [REPLAY_JOB]: async (payload, job) => {
      const { replay } = payload as { replay: string };
      try {
        if (await replaySlice(engine, replay, job)) await enqueue(engine.database, replay);
      } catch (error) {
        if (!job.last && !(error instanceof StrataError)) throw error;
        await engine.database.query(
          `update core.workflow_replay set status = 'failed', error = $2::jsonb, ended_at = now()
           where id = $1 and status in ('preparing', 'running')`,
          [replay, JSON.stringify(runError(error))],
        );
      }
    },
  };
}

/** Works for a while. Answers whether something is left to do. */
async function replaySlice(engine: Engine, id: string, job: Pick<JobRun, 'signal'>): Promise<boolean> {
  const until = Date.now() + SLICE_MS;
  let row = await readForWork(engine.database, id);
  if (row?.status === 'preparing') row = await prepare(engine, row);
  while (row !== null && row.status === 'running' && Date.now() < until && !job.signal.aborted)
    row = await replayNext(engine, row);
  return row !== null && row.status === 'running';
}

async function readForWork(db: Queryable, id: string): Promise<ReplayRow | null> {
  const { rows } = await db.query<ReplayRow>('select * from core.workflow_replay where id = $1', [id]);
  return rows[0] ?? null;
}

async function prepare(engine: Engine, row: ReplayRow): Promise<ReplayRow | null> {
  const catalog = engine.model.catalog();
  const versions = row.compared === null ? [row.document] : [row.document, row.compared];
  return engine.database.transaction(async (tx) => {
    await tx.query('delete from core.workflow_replay_beginning where replay_id = $1', [row.id]);
    const total = await noteBeginnings(tx, catalog, row.id, versions, row.days, new Date());
    const { rows } = await tx.query<ReplayRow>(
      `update core.workflow_replay set total = $2::bigint, started_at = now(), moved_at = now(),
         status = case when $2::bigint = 0 then 'done' else 'running' end, ended_at = case when $2::bigint = 0 then now() end
       where id = $1 and status = 'preparing' returning *`,
      [row.id, total],
    );
    return rows[0] ?? null;
  });
}

async function replayNext(engine: Engine, row: ReplayRow): Promise<ReplayRow | null> {
  const { database } = engine;
  const catalog = engine.model.catalog();
  const { rows: lot } = await database.query<Beginning>(
    `select n, at, change_id, record_id, actor, roles, results from core.workflow_replay_beginning
     where replay_id = $1 and n > $2 order by n limit $3`,
    [row.id, row.done, row.lot],
    'workflow_replay_lot',
  );
  const began = performance.now();
  const replayed = await replayLot(engine, catalog, { tried: row.document, compared: row.compared }, lot);
  const took = performance.now() - began;
  const { tally, sample } = row;
  for (const each of replayed) note(tally, sample, each, (outcome) => signatureOf(catalog, outcome));
  const done = Number(row.done) + lot.length;
  const rows = await database.transaction(async (tx) => {
    const updated = await tx.query<ReplayRow>(
      `update core.workflow_replay set done = $2, lot = $3, tally = $4::jsonb, sample = $5::jsonb, moved_at = now(),
         status = case when $6::boolean then 'done' else status end, ended_at = case when $6::boolean then now() end
       where id = $1 and status = 'running' returning *`,
      [row.id, done, nextLot(row.lot, took), JSON.stringify(tally), JSON.stringify(sample), done >= Number(row.total)],
      'workflow_replay_progress',
    );
    if (updated.rows.length === 0) return [];
    await tx.query(KEEP_RECORDS, [row.id, JSON.stringify(recordsOf(replayed))], 'workflow_replay_records');
    if (updated.rows[0]!.status === 'done')
      await tx.query('delete from core.workflow_replay_beginning where replay_id = $1', [row.id]);
    return updated.rows;
  });
  return rows[0] ?? null;
}

const KEEP_RECORDS = `
  insert into core.workflow_replay_record (replay_id, version, object, record_id)
  select $1, version, object, record_id from json_to_recordset($2::json) as r(version text, object text, record_id uuid)
  on conflict do nothing`;

/** As many at a time as take about the time that locks may last. */
function nextLot(lot: number, took: number): number {
  const wanted = Math.round(lot * Math.min(Math.max(LOT_MS / Math.max(took, 1), 0.25), 2));
  return Math.min(Math.max(wanted, LOT_MIN), LOT_MAX);
}

function recordsOf(replayed: readonly Replayed[]): { version: string; object: string; record_id: string }[] {
  const rows = new Map<string, { version: string; object: string; record_id: string }>();
  for (const each of replayed) {
    for (const version of ['tried', 'compared'] as const) {
      for (const { object, id } of each[version]?.writes ?? []) {
        if (id !== null) rows.set(`${version} ${object} ${id}`, { version, object, record_id: id });
      }
    }
  }
  return [...rows.values()];
}

function note(
  tally: ReplayTally,
  sample: ReplaySample,
  { beginning, unable, tried, compared }: Replayed,
  signature: (outcome: Replayed['tried']) => string,
): void {
  if (unable) tally.unable++;
  if (tried !== null) count(tally.tried, tried);
  if (compared !== null && tally.compared !== null) count(tally.compared, compared);
  const entry = (): SampleEntry => ({
    at: new Date(beginning.at).toISOString(),
    change: beginning.change_id,
    record: beginning.record_id,
    actor: beginning.actor,
    tried: sampleOutcome(tried),
    compared: sampleOutcome(compared),
  });
  const { difference } = tally;
  if (difference !== null && (tried !== null || compared !== null)) {
    if (compared === null) difference.onlyTried++;
    else if (tried === null) difference.onlyCompared++;
    else if (signature(tried) === signature(compared)) difference.same++;
    else difference.different++;
    if (tried === null || compared === null || signature(tried) !== signature(compared))
      keepSample(sample, 'different', entry);
  }
  if (tried?.status === 'failed') keepSample(sample, 'failed', entry);
  else if (tried !== null && (tried.writes.length > 0 || tried.deliveries.length > 0))
    keepSample(sample, 'changed', entry);
}

import { createHash } from 'node:crypto';
import type { CallKind, JobDeclaration, JsonObject, JsonValue } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob } from '../../kernel/jobs.ts';
import type { RunningPlugin } from './running-plugin.ts';

export const PLUGIN_RUN_JOB = 'plugin_run';

/** How often a call in the background is tried when its declaration does not say. */
const TRIES = 5;

/** A call in the background: kept until it is done, tried again when it fails. */
export interface NewPluginRun {
  plugin: RunningPlugin;
  kind: Extract<CallKind, 'after_hook' | 'job' | 'migration'>;
  handler: string;
  /** What leads to the handler's input. */
  payload: JsonObject;
  actor: string | null;
  object?: string;
  depth: number;
  tries?: number;
  runAt?: Date;
  key?: string;
}

/** Its row and its job, in one transaction with whatever causes it. */
export async function insertPluginRun(db: Queryable, run: NewPluginRun): Promise<string> {
  const id = v7();
  const { plugin, kind, handler, payload, actor, object, depth } = run;
  await db.query(
    `insert into core.plugin_run (id, plugin, version, kind, handler, status, depth, actor, object, payload)
     values ($1, $2, $3, $4, $5, 'waiting', $6, $7, $8, $9::jsonb)`,
    [id, plugin.id, plugin.version, kind, handler, depth, actor, object ?? null, JSON.stringify(payload)],
    'plugin_run_insert',
  );
  await enqueuePluginRun(
    db,
    { run: id, tries: run.tries ?? TRIES },
    run.runAt,
    run.key && `plugin ${plugin.id} ${run.key}`,
  );
  return id;
}

/** Which call is to be made, and how often it is tried in all. */
export interface PluginRunJob {
  run: string;
  tries: number;
}

export async function enqueuePluginRun(db: Queryable, job: PluginRunJob, runAt?: Date, key?: string): Promise<void> {
  await enqueueJob(
    db,
    PLUGIN_RUN_JOB,
    { ...job },
    { ...(runAt && { runAt }), ...(key !== undefined && { key, queue: queueOf(key) }) },
  );
}

/** What has one key is done one after the other: the next may begin while the one before still works. */
function queueOf(key: string): string {
  return `plugin ${createHash('sha1').update(key).digest('base64url')}`;
}

/** One of the plugin's own jobs. */
export async function enqueuePluginJob(
  db: Queryable,
  wish: {
    plugin: RunningPlugin;
    job: JobDeclaration;
    payload: JsonValue;
    actor: string | null;
    depth: number;
    runAt?: Date;
    key?: string;
  },
): Promise<string> {
  const { job, payload, key, ...rest } = wish;
  // The job list keeps only the last of one key; what it replaces is not left waiting for ever.
  if (key !== undefined)
    await db.query(
      `delete from core.plugin_run where plugin = $1 and handler = $2 and status = 'waiting' and payload->>'key' = $3`,
      [wish.plugin.id, job.name, key],
    );
  return insertPluginRun(db, {
    ...rest,
    kind: 'job',
    handler: job.name,
    payload: { payload, ...(key !== undefined && { key }) },
    ...(job.tries !== undefined && { tries: Math.max(1, Math.min(job.tries, 25)) }),
    ...(key !== undefined && { key: `${job.name} ${key}` }),
  });
}

import {
  describeError,
  type ConnectorRun,
  type ErrorCode,
  type ErrorParameters,
  type JsonValue,
  type Locale,
} from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';

/** A run as it is worked on. */
export interface RunRow {
  id: string;
  plugin: string;
  connector: string;
  direction: 'pull' | 'push';
  depth: number;
  attempt: number;
  actor: string | null;
}

/** Why one row could not be taken or told, as it is kept. */
export interface KeptError {
  key: JsonValue;
  record: string | null;
  field: string | null;
  code: ErrorCode;
  params: ErrorParameters;
}

/** What is to be added to a run. */
export interface Progress extends Pick<
  ConnectorRun,
  'read' | 'created' | 'updated' | 'deleted' | 'unchanged' | 'kept' | 'failed'
> {
  errors: KeptError[];
}

export const NO_PROGRESS: Readonly<Progress> = {
  read: 0,
  created: 0,
  updated: 0,
  deleted: 0,
  unchanged: 0,
  kept: 0,
  failed: 0,
  errors: [],
};

/** What two pieces of work came to together. */
export function sumOf(one: Progress, other: Progress): Progress {
  return {
    read: one.read + other.read,
    created: one.created + other.created,
    updated: one.updated + other.updated,
    deleted: one.deleted + other.deleted,
    unchanged: one.unchanged + other.unchanged,
    kept: one.kept + other.kept,
    failed: one.failed + other.failed,
    errors: [...one.errors, ...other.errors],
  };
}

/** So many rows that failed are told of a run. */
const MOST_ERRORS = 50;

/** A new run; null: one of this direction has not ended yet. */
export async function insertRun(
  db: Queryable,
  run: Pick<RunRow, 'plugin' | 'connector' | 'direction' | 'actor'> & { depth?: number },
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `insert into core.connector_run (id, plugin, connector, direction, status, actor, depth)
     values ($1, $2, $3, $4, 'waiting', $5, $6) on conflict do nothing returning id`,
    [v7(), run.plugin, run.connector, run.direction, run.actor, run.depth ?? 0],
  );
  return rows[0]?.id ?? null;
}

/** The one that tells and has not ended. */
export async function liveRun(
  db: Queryable,
  { plugin, connector }: Pick<RunRow, 'plugin' | 'connector'>,
): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(
    `select id from core.connector_run
     where plugin = $1 and connector = $2 and direction = 'push' and status in ('waiting', 'running')`,
    [plugin, connector],
  );
  return rows[0]?.id ?? null;
}

/** A row that was given up. */
export async function noteError(db: Queryable, id: string, error: KeptError): Promise<void> {
  await db.query('update core.connector_run set failed = failed + 1, errors = errors || $2::jsonb where id = $1', [
    id,
    JSON.stringify([error]),
  ]);
}

/** Takes it up; null: it has ended or was stopped meanwhile. */
export async function beginRun(db: Queryable, id: string): Promise<RunRow | null> {
  const { rows } = await db.query<RunRow>(
    `update core.connector_run set status = 'running', attempt = attempt + 1, again_at = null
     where id = $1 and status in ('waiting', 'running')
     returning id, plugin, connector, direction, depth, attempt, actor`,
    [id],
  );
  return rows[0] ?? null;
}

/** The run was stopped while it was at work. */
export class Stopped extends Error {}

/** Adds to what it has come to, in the transaction that does it; throws `Stopped`. What went well ends a row of failures. */
export async function addProgress(db: Queryable, run: RunRow, progress: Progress): Promise<void> {
  const { read, created, updated, deleted, unchanged, kept, failed, errors } = progress;
  const { rowCount } = await db.query(
    `update core.connector_run set read = read + $2, created = created + $3, updated = updated + $4, deleted = deleted + $5,
       unchanged = unchanged + $6, kept = kept + $7, failed = failed + $8, attempt = 0, error = null,
       errors = case when jsonb_array_length(errors) >= ${MOST_ERRORS} then errors else jsonb_path_query_array(
         errors || $9::jsonb, '$[0 to ${MOST_ERRORS - 1}]') end
     where id = $1 and status = 'running'`,
    [run.id, read, created, updated, deleted, unchanged, kept, failed, JSON.stringify(errors.slice(0, MOST_ERRORS))],
  );
  if (rowCount === 0) throw new Stopped();
  run.attempt = 0;
}

export async function endRun(db: Queryable, id: string): Promise<void> {
  await db.query(
    `update core.connector_run set status = 'done', ended_at = now() where id = $1 and status = 'running'`,
    [id],
  );
}

/** It waits for its next try, or has failed for good. `isTry`: waiting for a minute to pass is none. */
export async function failRun(
  db: Queryable,
  id: string,
  error: { code: string; params: ErrorParameters },
  again: Date | null,
  isTry = true,
): Promise<void> {
  await db.query(
    `update core.connector_run set status = $2, error = $3::jsonb, again_at = $4, ended_at = case when $4::timestamptz is null then now() end,
       attempt = attempt - $5
     where id = $1 and status = 'running'`,
    [id, again === null ? 'failed' : 'waiting', JSON.stringify(error), again, isTry ? 0 : 1],
  );
}

/** Whether there was anything to be stopped. What it is writing at this moment is taken back. */
export async function stopRun(db: Queryable, plugin: string, connector: string, id: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update core.connector_run set status = 'stopped', ended_at = now(), again_at = null
     where id = $1 and plugin = $2 and connector = $3 and status in ('waiting', 'running')`,
    [id, plugin, connector],
  );
  return rowCount > 0;
}

const AT = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ${column}`;

const SHOWN = `id, connector, direction, status, actor, attempt, read, created, updated, deleted, unchanged, kept, failed, error,
  errors, ${AT('started_at')}, ${AT('ended_at')}, ${AT('again_at')}`;

interface ShownRow extends Omit<ConnectorRun, 'error' | 'errors'> {
  connector: string;
  error: { code: ErrorCode; params: ErrorParameters } | null;
  errors: KeptError[];
}

/** Newest first; `before` is the id of the last one of the page before. */
export async function listRuns(
  db: Queryable,
  locale: Locale,
  wish: { plugin: string; connector: string; before?: string | undefined; limit: number },
): Promise<ConnectorRun[]> {
  const { rows } = await db.query<ShownRow>(
    `select ${SHOWN} from core.connector_run
     where plugin = $1 and connector = $2 and ($3::uuid is null or id < $3) order by id desc limit $4`,
    [wish.plugin, wish.connector, wish.before ?? null, wish.limit],
  );
  return rows.map((row) => shown(locale, row));
}

/** The last of each connector and direction, by `connector direction`. */
export async function lastRuns(db: Queryable, locale: Locale, plugin: string): Promise<Map<string, ConnectorRun>> {
  const { rows } = await db.query<ShownRow>(
    `select distinct on (connector, direction) ${SHOWN} from core.connector_run
     where plugin = $1 order by connector, direction, id desc`,
    [plugin],
  );
  return new Map(rows.map((row) => [`${row.connector} ${row.direction}`, shown(locale, row)]));
}

function shown(locale: Locale, { connector: _, error, errors, ...run }: ShownRow): ConnectorRun {
  return {
    ...run,
    error: error === null ? null : describeError(locale, error.code, error.params),
    errors: errors.map(({ key, record, field, code, params }) => {
      return { key, record, field, message: describeError(locale, code, params) };
    }),
  };
}

import { StrataError, describeError, type ErrorCode, type ErrorParameters, type Locale } from '@stratacrm/sdk';
import type { Database, Queryable } from '../../kernel/database.ts';
import { enqueuePluginRun } from './plugin-jobs.ts';

/** A call of a plugin as its page shows it. */
export interface ShownRun {
  id: string;
  kind: string;
  handler: string;
  version: string;
  status: 'waiting' | 'running' | 'done' | 'failed';
  attempt: number;
  depth: number;
  object: string | null;
  actor: string | null;
  error: string | null;
  wall_ms: number;
  started_at: string;
  ended_at: string | null;
  /** A failed call in the background can be made again. */
  repeatable: boolean;
}

export interface ShownLine {
  id: string;
  handler: string;
  run: string | null;
  level: string;
  message: string;
  facts: unknown;
  at: string;
}

/** What one of its handlers used in an hour. */
export interface ShownUse {
  handler: string;
  at: string;
  calls: number;
  failures: number;
  cpu_ms: number;
  wall_ms: number;
  longest_ms: number;
}

const AT = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Newest first; `before` is the id of the last one of the page before. */
export async function listPluginRuns(
  db: Queryable,
  locale: Locale,
  wish: { plugin: string; status?: string | undefined; before?: string | undefined; limit: number },
): Promise<ShownRun[]> {
  const { rows } = await db.query<ShownRun & { failure: { code: ErrorCode; params: ErrorParameters } | null }>(
    `select id, kind, handler, version, status, attempt, depth, object, actor, error as failure, wall_ms,
       ${AT('started_at')} as started_at, ${AT('ended_at')} as ended_at,
       status = 'failed' and payload is not null as repeatable
     from core.plugin_run
     where plugin = $1 and ($2::text is null or status = $2) and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [wish.plugin, wish.status ?? null, wish.before ?? null, wish.limit],
  );
  return rows.map(({ failure, ...run }) => {
    return { ...run, error: failure === null ? null : describeError(locale, failure.code, failure.params) };
  });
}

export async function listPluginLines(
  db: Queryable,
  wish: {
    plugin: string;
    level?: string | undefined;
    run?: string | undefined;
    before?: string | undefined;
    limit: number;
  },
): Promise<ShownLine[]> {
  const { rows } = await db.query<ShownLine>(
    `select id::text, handler, run, level, message, facts, ${AT('at')} as at
     from core.plugin_line
     where plugin = $1 and ($2::text is null or level = $2) and ($3::uuid is null or run = $3)
       and ($4::bigint is null or id < $4)
     order by id desc limit $5`,
    [wish.plugin, wish.level ?? null, wish.run ?? null, wish.before ?? null, wish.limit],
  );
  return rows;
}

/** The last seven days, by hour. */
export async function listPluginUse(db: Queryable, plugin: string): Promise<ShownUse[]> {
  const { rows } = await db.query<ShownUse>(
    `select handler, ${AT('at')} as at, calls::int, failures::int, cpu_ms, wall_ms, longest_ms
     from core.plugin_use where plugin = $1 and at > now() - interval '7 days' order by at desc, handler limit 2000`,
    [plugin],
  );
  return rows;
}

/** Makes a failed call in the background again. Throws `unknown_run`, `run_not_failed`. */
export async function repeatPluginRun(database: Database, plugin: string, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<{ status: string; payload: unknown }>(
      'select status, payload from core.plugin_run where id = $1 and plugin = $2 for update',
      [id, plugin],
    );
    const [run] = rows;
    if (run === undefined) throw new StrataError('unknown_run', { id });
    if (run.status !== 'failed' || run.payload === null)
      throw new StrataError('run_not_failed', { status: run.status });
    await tx.query(
      `update core.plugin_run set status = 'waiting', error = null, ended_at = null, attempt = 0 where id = $1`,
      [id],
    );
    await enqueuePluginRun(tx, { run: id, tries: 1 });
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, runMigrations, type Runner, type TaskList } from 'graphile-worker';
import pg from 'pg';
import type { JsonValue } from '@stratacrm/sdk';
import type { Database, Queryable } from './database.ts';
import type { Log } from './log.ts';
import { PatientPool } from './patient-pool.ts';

/** What a job is given while it runs. */
export interface JobRun {
  /** Aborts when the process is asked to stop: come to a safe point and throw; the job is run again later. */
  readonly signal: AbortSignal;
  /** 1 at the first try. */
  readonly attempt: number;
  /** No further try follows this one. */
  readonly last: boolean;
}

/** By job name, what does it. A handler that throws is run again, later and later, up to the job's number of tries. */
export type JobHandlers = Readonly<Record<string, (payload: JsonValue, job: JobRun) => Promise<void>>>;

export interface JobOptions {
  /** Not before. */
  readonly runAt?: Date;
  /** A job of the same key that has not begun is replaced. */
  readonly key?: string;
  /** One of the same key that has not begun keeps its moment. */
  readonly keepTime?: true;
  /** Jobs of one queue run one after the other. */
  readonly queue?: string;
  /** How often it is tried; default 25. */
  readonly tries?: number;
  /** It lets all others go first. */
  readonly patient?: true;
}

/** Puts a job on the list, in the transaction of `db`: it exists when, and only when, that transaction commits. */
export async function enqueueJob(
  db: Queryable,
  name: string,
  payload: JsonValue,
  options: JobOptions = {},
): Promise<void> {
  await db.query(
    `select from graphile_worker.add_job($1, $2::json, queue_name => $3, run_at => $4, max_attempts => $5, job_key => $6,
      priority => $7, job_key_mode => $8)`,
    [
      name,
      JSON.stringify(payload),
      options.queue ?? null,
      options.runAt ?? null,
      options.tries ?? null,
      options.key ?? null,
      options.patient === true ? 10 : null,
      options.keepTime === true ? 'preserve_run_at' : 'replace',
    ],
  );
}

/** Whether a job of this name is on the list, waiting or at work. */
export async function isJobWaiting(db: Queryable, name: string): Promise<boolean> {
  const { rows } = await db.query<{ waiting: boolean }>(
    'select exists (select from graphile_worker.jobs where task_identifier = $1) as waiting',
    [name],
  );
  return rows[0]?.waiting === true;
}

/** Makes or updates the tables of the job list. Part of the migration. */
export async function migrateJobs(database: Pick<Database, 'pool'>): Promise<void> {
  await runMigrations({ pgPool: database.pool, logger: silent() });
}

/** This process at work on the job list. */
export interface JobWorker {
  /** Takes no more jobs, aborts those that run, waits for them. */
  close(): Promise<void>;
}

export interface JobWorkerOptions {
  readonly handlers: JobHandlers;
  readonly log: Log;
  readonly concurrency?: number;
  /** How often it is looked for what has become due by the clock, in milliseconds; all else is told at once. Default 1 s. */
  readonly pollEvery?: number;
  /** How often the jobs of processes that died are looked for; default 30 s. */
  readonly recoverEvery?: number;
}

/** Works on the job list until closed. What processes that died left half-done is taken up again at once. */
export async function startJobWorker(database: Pick<Database, 'url'>, options: JobWorkerOptions): Promise<JobWorker> {
  const life = await openLifeline(database.url, options.log);
  await life.recover();
  const start = (): Promise<Runner> => startRunner(database.url, life, options);
  let runner = await start();
  const timer = setInterval(() => void life.recover(), options.recoverEvery ?? 30_000).unref();
  const end = new AbortController();
  const working = (async () => {
    for (;;) {
      await runner.promise.catch((error: unknown) => options.log.error('The job worker stopped', { error }));
      if (end.signal.aborted) return;
      // The library gives up when the database is away as a job ends. What it left is taken up as that of a dead process.
      life.release();
      for (let begun: Runner | null = null; begun === null && !end.signal.aborted;) {
        await sleep(RESTART_MS);
        await life.recover();
        begun = await start().catch(() => null);
        if (begun !== null) runner = begun;
        // Closed while it began: nobody else stops it.
        if (end.signal.aborted) await begun?.stop().catch(() => {});
      }
    }
  })();
  return {
    async close() {
      end.abort();
      clearInterval(timer);
      const ended = runner.stop().then(
        () => working,
        () => working,
      );
      // Where the database is gone the library waits for it without an end. What is left is taken up as a dead process's.
      await Promise.race([ended, sleep(LONGEST_STOP_MS, undefined, { ref: false })]);
      await life.close();
    },
  };
}

const POLL_MS = 1_000;
const RESTART_MS = 1_000;
const LONGEST_STOP_MS = 10_000;

async function startRunner(url: string, life: Lifeline, options: JobWorkerOptions): Promise<Runner> {
  const concurrency = options.concurrency ?? 2;
  const pool = new PatientPool({
    connectionString: url,
    max: concurrency + 2,
    application_name: 'strata jobs',
    // Nobody waits for the disk to hear who took a job and that it has ended: a crash that takes this back has the job run
    // once more, as one between the job and its mark does anyway. On a busy disk it was two thirds of a job's time.
    options: '-c synchronous_commit=off',
  });
  const lost = (error: Error): void => options.log.debug('A connection of the job worker was lost', { error });
  pool.on('error', lost);
  pool.on('connect', (client) => void client.on('error', lost));
  const runner = await run({
    pgPool: pool,
    concurrency,
    pollInterval: options.pollEvery ?? POLL_MS,
    taskList: tasks(options.handlers),
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 10,
    crontab: '',
    logger: logTo(options.log),
    preset: {
      plugins: [
        {
          name: 'strata-lifeline',
          version: '1.0.0',
          worker: { hooks: { startWorker: (_, { worker }) => life.hold(worker.workerPool.id) } },
        },
      ],
    },
  });
  void runner.promise.catch(() => {}).then(() => pool.end());
  return runner;
}

function tasks(handlers: JobHandlers): TaskList {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (payload: unknown, { job, abortSignal }) => {
        const last = job.attempts >= job.max_attempts;
        await handler(payload as JsonValue, { signal: abortSignal, attempt: job.attempts, last });
      },
    ]),
  ) as TaskList;
}

/**
 * How processes know of each other's death. A worker's id is an advisory lock on a connection that ends with the process,
 * so a job whose worker's lock is free has nobody working on it. graphile-worker alone would wait four hours.
 */
interface Lifeline {
  hold(worker: string): Promise<void>;
  /** None of ours works any more. */
  release(): void;
  recover(): Promise<void>;
  close(): Promise<void>;
}

/** First key of our advisory locks; the second is the hash of the worker's id. */
const lockSpace = 728_195_104;

async function openLifeline(url: string, log: Log): Promise<Lifeline> {
  const held = new Set<string>();
  let client = await connect();
  let closed = false;

  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'strata jobs', keepAlive: true });
    fresh.on('error', (error) =>
      log.warn('The connection that keeps our jobs ours was lost', { reason: error.message }),
    );
    await fresh.connect();
    for (const worker of held) await lock(fresh, worker);
    return fresh;
  }

  /** A lost connection has lost its locks: they are taken again before anything else is decided. */
  async function alive(): Promise<pg.Client> {
    try {
      await client.query('select 1');
    } catch {
      await client.end().catch(() => {});
      client = await connect();
    }
    return client;
  }

  return {
    async hold(worker) {
      if (held.has(worker)) return;
      held.add(worker);
      await lock(client, worker);
    },
    release() {
      held.clear();
    },
    async recover() {
      if (closed) return;
      try {
        const lost = await abandonedWorkers(await alive(), held);
        if (lost.length === 0) return;
        await client.query('select graphile_worker.force_unlock_workers($1::text[])', [lost]);
        log.info('Took up the jobs of a process that ended', { workers: lost });
      } catch (error) {
        log.warn('Could not look for abandoned jobs', { error });
      }
    },
    async close() {
      closed = true;
      await client.end().catch(() => {});
    },
  };
}

async function lock(client: pg.Client, worker: string): Promise<void> {
  await client.query('select pg_advisory_lock($1::int, hashtext($2))', [lockSpace, worker]);
}

async function abandonedWorkers(client: pg.Client, ours: ReadonlySet<string>): Promise<string[]> {
  const found = await client.query<{ worker: string }>(
    `select distinct locked_by as worker from graphile_worker.jobs where locked_by is not null and locked_by <> all($1::text[])`,
    [[...ours]],
  );
  const lost: string[] = [];
  for (const { worker } of found.rows) if (await lockIsFree(client, worker)) lost.push(worker);
  return lost;
}

async function lockIsFree(client: pg.Client, worker: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>(`select pg_try_advisory_lock($1::int, hashtext($2)) as free`, [
    lockSpace,
    worker,
  ]);
  if (rows[0]?.free !== true) return false;
  await client.query('select pg_advisory_unlock($1::int, hashtext($2))', [lockSpace, worker]);
  return true;
}

function logTo(log: Log): Logger {
  const levels = { error: 'error', warning: 'warn', info: 'debug', debug: 'debug' } as const;
  return new Logger((scope) => (level, message, meta) => {
    // One line for each try of each job, and nothing at all for its polling.
    if (level !== 'debug') log[levels[level]](`Jobs: ${message}`, { ...scope, ...meta });
  });
}

function silent(): Logger {
  return new Logger(() => () => {});
}

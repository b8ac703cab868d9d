import { documentKey, type CompiledModel, type Document, type JsonValue } from '@stratacrm/sdk';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase, type Database } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { CrashingServer, type Victim } from './crashing-server.ts';
import { Ledger } from './ledger.ts';
import { Random } from '../testing/random.ts';
import { SoakClient } from './soak-client.ts';
import { CLERK, SOAK_OBJECTS, soakDocuments } from './soak-model.ts';
import { verify, wrongRollups, type CheckResult } from './verify.ts';
import { Writer } from './writer.ts';

export interface SoakOptions {
  /** How often something is killed. */
  readonly kills: number;
  readonly seed: number;
  readonly writers: number;
  /** An empty folder for the server's data. */
  readonly dataFolder: string;
  /** The longest that is written undisturbed between two kills. */
  readonly calm?: number;
  /** Writes that must have been attempted before it ends. */
  readonly leastWrites?: number;
  /** For trying the checks themselves: may spoil what was written before it is looked at. */
  readonly spoil?: (database: Database, ledger: Ledger) => Promise<void>;
  readonly onKill?: (number: number, victim: string, milliseconds: number) => void;
}

export interface SoakReport {
  readonly seed: number;
  readonly kills: Readonly<Record<string, number>>;
  /** Milliseconds from the kill until requests were served again. */
  readonly slowestReturn: number;
  readonly attempts: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  /** Requests without an answer, and repeated requests that turned out to be done already. */
  readonly lost: number;
  readonly replayed: number;
  readonly checks: readonly CheckResult[];
  /** Faults that the server itself told of in its log. */
  readonly serverFaults: readonly string[];
}

const ADMIN = { email: 'admin@example.com', password: 'an administrator' };
const CLERK_USER = { email: 'clerk@example.com', password: 'a good password' };

/** Several people write while the server and PostgreSQL are killed; then everything is held against what they remember. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  const random = new Random(options.seed);
  const server = await CrashingServer.start(options.dataFolder, {
    STRATA_ADMIN_EMAIL: ADMIN.email,
    STRATA_ADMIN_PASSWORD: ADMIN.password,
    STRATA_DEMO: '0',
    STRATA_RATE_LIMIT: '0',
    STRATA_POOL_SIZE: '8',
  });
  try {
    const admin = await signIn(server, ADMIN);
    await prepare(server, admin);
    const ledger = new Ledger();
    ledger.shared.push(...(await makeShared(server, admin)));
    const killed = await writeAndKill(server, ledger, random, options, [admin, await signIn(server, CLERK_USER)]);
    const checks = await look(server, ledger, admin, options.spoil);
    return {
      seed: options.seed,
      ...killed,
      attempts: ledger.attempts.length,
      acknowledged: ledger.count('acknowledged'),
      refused: ledger.count('refused'),
      unknown: ledger.count('unknown'),
      lost: ledger.lost,
      replayed: ledger.replayed,
      checks,
      serverFaults: faultsIn(server.output),
    };
  } finally {
    await server.stop();
  }
}

/** Every finding of a run, the server's own included; empty when all is well. */
export function findingsOf(report: SoakReport): string[] {
  const checked = report.checks.flatMap(({ name, findings }) => findings.map((finding) => `${name}: ${finding}`));
  return [...checked, ...report.serverFaults.map((line) => `the server's log: ${line}`)];
}

async function writeAndKill(
  server: CrashingServer,
  ledger: Ledger,
  random: Random,
  options: SoakOptions,
  tokens: readonly string[],
): Promise<Pick<SoakReport, 'kills' | 'slowestReturn'>> {
  let writing = true;
  const writers = Array.from({ length: options.writers }, (_, n) => {
    // The second is the clerk, who sees only what is his.
    const client = new SoakClient(server, ledger, tokens[n === 1 ? 1 : 0]!);
    return new Writer(`w${n}`, client, random.branch(), ledger).work(() => writing);
  });
  const kills: Record<string, number> = {};
  let slowestReturn = 0;
  try {
    for (let number = 1; number <= options.kills; number++) {
      await sleep(random.integer(100, options.calm ?? 1_500));
      const victim = number % 2 === 0 ? otherVictim(random) : 'postgres';
      const took =
        victim === 'starting server' ? await server.killStarting(random.integer(50, 2_000)) : await server.kill(victim);
      kills[victim] = (kills[victim] ?? 0) + 1;
      slowestReturn = Math.max(slowestReturn, took);
      ledger.faults.push(...(await rollupsNow(server)).map((wrong) => `after kill ${number}: ${wrong}`));
      options.onKill?.(number, victim, took);
    }
    do await sleep(500);
    while (ledger.attempts.length < (options.leastWrites ?? 0));
  } finally {
    writing = false;
    await Promise.all(writers);
  }
  return { kills, slowestReturn };
}

/** Every other time it is PostgreSQL; else mostly the server. */
function otherVictim(random: Random): Victim | 'starting server' {
  const share = random.next();
  if (share < 0.6) return 'server';
  if (share < 0.75) return 'starting server';
  return share < 0.9 ? 'both' : 'connection';
}

async function prepare(server: CrashingServer, admin: string): Promise<void> {
  for (const document of soakDocuments()) {
    const key = encodeURIComponent(documentKey(document as Document));
    await ask(server, admin, 'PUT', `/api/studio/layers/workspace/documents/${document.kind}/${key}`, document);
  }
  await ask(server, admin, 'POST', '/api/studio/publish', { message: 'Soak' });
  await ask(server, admin, 'POST', '/api/users', { ...CLERK_USER, name: 'Clerk', roles: [CLERK], teams: [] });
}

async function makeShared(server: CrashingServer, admin: string): Promise<string[]> {
  const body = { create: [1, 2].map((n) => ({ name: `Shared ${n}`, code: `shared-${n}` })) };
  const { created } = (await ask(server, admin, 'POST', '/api/records/soak_order/bulk', body)) as { created: string[] };
  return created;
}

async function signIn(server: CrashingServer, body: object): Promise<string> {
  return ((await ask(server, null, 'POST', '/api/auth/login', body)) as { token: string }).token;
}

/** A request that must succeed. */
async function ask(server: CrashingServer, token: string | null, method: string, path: string, body?: unknown) {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text) as unknown;
}

async function look(
  server: CrashingServer,
  ledger: Ledger,
  admin: string,
  spoil: SoakOptions['spoil'],
): Promise<CheckResult[]> {
  const database = await openDatabase({ url: server.databaseUrl, poolSize: 2, log: createLog({ level: 'error' }) });
  try {
    await spoil?.(database, ledger);
    const model = (await ask(server, admin, 'GET', '/api/model')) as CompiledModel;
    const records = new Map<string, RecordData[]>();
    for (const object of SOAK_OBJECTS) records.set(object, await readAll(server, admin, model, object));
    return await verify(ledger, database, model, records);
  } finally {
    await database.close();
  }
}

/** Seen beside the running writers, in one statement, as soon as PostgreSQL lets anybody in again. */
async function rollupsNow(server: CrashingServer): Promise<string[]> {
  for (let tries = 1; ; tries++) {
    try {
      return await askRollups(server.databaseUrl);
    } catch (error) {
      if (tries === 100) throw error;
      await sleep(200);
    }
  }
}

async function askRollups(connectionString: string): Promise<string[]> {
  const client = new pg.Client({ connectionString });
  // A connection that dies tells so here as well as where it was used.
  client.on('error', () => {});
  try {
    await client.connect();
    return await wrongRollups(client);
  } finally {
    await client.end().catch(() => {});
  }
}

type RecordData = Record<string, JsonValue>;

/** The administrator's view of all records, the deleted ones too. */
async function readAll(server: CrashingServer, admin: string, model: CompiledModel, object: string) {
  const fields = Object.keys(model.objects[object]?.fields ?? {}).join(',');
  const found: RecordData[] = [];
  for (const deleted of ['false', 'true']) {
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({
        fields,
        deleted,
        limit: '200',
        sort: 'id',
        ...(cursor !== null && { cursor }),
      });
      const page = await ask(server, admin, 'GET', `/api/records/${object}?${query.toString()}`);
      const { data, page: next } = page as { data: RecordData[]; page: { next: string | null } };
      found.push(...data);
      cursor = next.next;
    } while (cursor !== null);
  }
  return found;
}

/** That the database is away is no fault; that a request fails for a reason nobody thought of is one. */
function faultsIn(output: string): string[] {
  return output
    .split('\n')
    .filter((line) => /A request failed|giving up|could not be started again|uncaught/i.test(line));
}

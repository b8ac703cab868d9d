import { documentKey, defineObject, field, label, type Document, type DocumentDraft } from '@stratacrm/sdk';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase, type Database } from '../src/kernel/database.ts';
import { createLog } from '../src/kernel/log.ts';
import { Random } from '../testing/random.ts';
import { CrashingServer } from './crashing-server.ts';
import { Ledger } from './ledger.ts';
import { SoakClient } from './soak-client.ts';
import type { CheckResult } from './verify.ts';

export interface WorkflowSoakOptions {
  readonly kills: number;
  /** Runs that are begun while things are killed. */
  readonly runs: number;
  readonly seed: number;
  /** An empty folder for the server's data. */
  readonly dataFolder: string;
  readonly onKill?: (number: number, victim: string, milliseconds: number) => void;
}

export interface WorkflowSoakReport {
  readonly kills: Readonly<Record<string, number>>;
  readonly runs: number;
  /** Seconds from the last kill until every run had ended. */
  readonly settled: number;
  readonly checks: readonly CheckResult[];
}

const ADMIN = { email: 'admin@example.com', password: 'an administrator' };
const LOT = 25;
/** So long no run may end before those that are left count as stuck; a lost token is taken up after five minutes. */
const PATIENCE_MS = 900_000;
const text = (name: string) => label(name, name);

/** Steps that are done for many at once and steps that are not, a wait, branches, and effects that tell twice from once. */
function documents(): DocumentDraft[] {
  return [
    ...defineObject('soak_task', {
      label: text('Task'),
      plural: text('Tasks'),
      fields: {
        name: field.text(text('Name'), { required: true }),
        counter: field.integer(text('Counter')),
        finished: field.boolean(text('Finished')),
      },
    }),
    ...defineObject('soak_echo', {
      label: text('Echo'),
      plural: text('Echoes'),
      fields: { name: field.text(text('Name')), side: field.text(text('Side')) },
    }),
    {
      kind: 'workflow',
      name: 'soak_flow',
      label: text('Soak'),
      format: 1,
      active: true,
      trigger: { type: 'record_created', settings: { object: 'soak_task' } },
      first: 'asked',
      steps: [
        step('asked', 'condition', { when: 'record.name != ""' }, { yes: 'count' }),
        step('count', 'update_record', { values: { counter: 'record.counter + 1' } }, { done: 'echo' }),
        step(
          'echo',
          'create_record',
          { object: 'soak_echo', values: { name: 'record.name', side: '"first"' } },
          { done: 'pause' },
        ),
        step('pause', 'wait', { for: '2s' }, { done: 'look' }),
        step('look', 'find_records', { object: 'soak_echo', filter: 'name == {{ record.name }}' }, { done: 'both' }),
        step('both', 'parallel', {}, { branch_1: 'left', branch_2: 'right', done: 'end' }),
        step('left', 'create_record', { object: 'soak_echo', values: { name: 'record.name', side: '"left"' } }, {}),
        step('right', 'create_record', { object: 'soak_echo', values: { name: 'record.name', side: '"right"' } }, {}),
        step('end', 'update_record', { values: { finished: 'look_count == 1' } }, {}),
      ],
    } as DocumentDraft,
  ];
}

function step(id: string, type: string, settings: object, next: object) {
  return { id, type, version: 1, settings, next };
}

const STEPS = ['asked', 'count', 'echo', 'pause', 'look', 'both', 'left', 'right', 'end'];

/** Runs begin while server, workers and PostgreSQL are killed; then each must have ended, with each effect once. */
export async function runWorkflowSoak(options: WorkflowSoakOptions): Promise<WorkflowSoakReport> {
  const random = new Random(options.seed);
  const server = await CrashingServer.start(options.dataFolder, {
    STRATA_ADMIN_EMAIL: ADMIN.email,
    STRATA_ADMIN_PASSWORD: ADMIN.password,
    STRATA_DEMO: '0',
    STRATA_RATE_LIMIT: '0',
    STRATA_POOL_SIZE: '8',
  });
  try {
    const token = await prepare(server);
    const client = new SoakClient(server, new Ledger(), token);
    let begun = 0;
    // Spread over the kills, so that there is always something on its way.
    const lots = Math.ceil(options.runs / LOT);
    const share = new EndedShare(server, options.runs);
    const killing = kill(server, random, options, async () => Math.min(begun / lots, await share.now()));
    for (; begun < lots; begun++) {
      await makeTasks(client, begun, Math.min(LOT, options.runs - begun * LOT));
      await sleep(random.integer(0, Math.max(1, Math.floor((options.kills * 3_000) / lots))));
    }
    const kills = await killing;
    const began = performance.now();
    const database = await openDatabase({ url: server.databaseUrl, poolSize: 2, log: createLog({ level: 'error' }) });
    try {
      await untilSettled(database);
      const settled = (performance.now() - began) / 1000;
      return { kills, runs: options.runs, settled, checks: await look(database, options.runs) };
    } finally {
      await database.close();
    }
  } finally {
    await server.stop();
  }
}

async function kill(
  server: CrashingServer,
  random: Random,
  { kills: wanted, onKill }: WorkflowSoakOptions,
  progress: () => Promise<number>,
): Promise<Record<string, number>> {
  const kills: Record<string, number> = {};
  for (let number = 1; number <= wanted; number++) {
    await sleep(random.integer(100, 1_500));
    // No further than the runs are: each part of them is harmed as often as any other.
    while ((number - 1) / wanted > (await progress())) await sleep(100);
    const share = random.next();
    const victim = share < 0.4 ? 'server' : share < 0.75 ? 'postgres' : share < 0.85 ? 'both' : 'connection';
    const took = await server.kill(victim);
    kills[victim] = (kills[victim] ?? 0) + 1;
    onKill?.(number, victim, took);
  }
  return kills;
}

/** What part of the runs has ended, looked up at most once a second; what it was while the database is away. */
class EndedShare {
  readonly #server: CrashingServer;
  readonly #runs: number;
  #share = 0;
  #looked = -Infinity;

  constructor(server: CrashingServer, runs: number) {
    this.#server = server;
    this.#runs = runs;
  }

  async now(): Promise<number> {
    if (performance.now() - this.#looked < 1_000) return this.#share;
    this.#looked = performance.now();
    const client = new pg.Client({ connectionString: this.#server.databaseUrl, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      const { rows } = await client.query<{ ended: string }>(
        `select count(*) as ended from core.workflow_run where status not in ('running', 'waiting')`,
      );
      // Those on their way when the last one is killed are harmed too.
      this.#share = Number(rows[0]!.ended) / Math.max(1, this.#runs - LOT);
    } catch {
      // It is away, as it shall be now and then.
    }
    await client.end().catch(() => {});
    return this.#share;
  }
}

async function makeTasks(client: SoakClient, lot: number, count: number): Promise<void> {
  const create = Array.from({ length: count }, (_, n) => ({ name: `Task ${lot} ${n}`, counter: 0, finished: false }));
  const headers = { 'idempotency-key': randomUUID() };
  const answer = await client.insist({
    method: 'POST',
    path: '/api/records/soak_task/bulk',
    body: { create },
    headers,
  });
  if (answer?.status !== 200)
    throw new Error(`Tasks could not be made: ${answer?.status} ${JSON.stringify(answer?.body)}`);
}

async function prepare(server: CrashingServer): Promise<string> {
  const ask = async (
    token: string | null,
    method: string,
    path: string,
    body: unknown,
  ): Promise<{ token?: string }> => {
    const response = await fetch(server.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token !== null && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    });
    const answer = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer}`);
    return JSON.parse(answer) as { token?: string };
  };
  const { token = '' } = await ask(null, 'POST', '/api/auth/login', ADMIN);
  for (const document of documents()) {
    const key = encodeURIComponent(documentKey(document as Document));
    await ask(token, 'PUT', `/api/studio/layers/workspace/documents/${document.kind}/${key}`, document);
  }
  await ask(token, 'POST', '/api/studio/publish', { message: 'Soak' });
  return token;
}

async function untilSettled(database: Database): Promise<void> {
  let least = Infinity;
  for (let until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(500)) {
    const { rows } = await database.query<{ left: string }>(
      `select (select count(*) from core.outbox) + (select count(*) from core.workflow_run where status in ('running', 'waiting')) as left`,
    );
    const left = Number(rows[0]!.left);
    if (left === 0) return;
    if (left < least) until = performance.now() + PATIENCE_MS;
    least = Math.min(least, left);
  }
}

/** What must be so when all is over; each query names what is not. */
async function look(database: Database, runs: number): Promise<CheckResult[]> {
  const check = async (name: string, query: string): Promise<CheckResult> => {
    const { rows } = await database.query<{ finding: string }>(query);
    return { name, examined: runs, findings: rows.map((row) => row.finding) };
  };
  const { rows } = await database.query<{ made: string }>('select count(*) as made from crm.soak_task');
  const made = Number(rows[0]!.made);
  return [
    { name: 'every task is there once', examined: made, findings: made === runs ? [] : [`${made} tasks of ${runs}`] },
    await check(
      'each task has one run',
      `select t.name || ': ' || count(r.id) as finding from crm.soak_task t
       left join core.workflow_run r on r.record_id = t.id group by t.name having count(r.id) <> 1 limit 20`,
    ),
    await check(
      'every run ended well',
      `select r.id || ' ' || r.status || ' ' || coalesce(r.error::text, '') as finding
       from core.workflow_run r where r.status <> 'done' limit 20`,
    ),
    await check(
      'each step was done once',
      `select r.id || ': ' || coalesce(string_agg(s.step, ' ' order by s.id), '') as finding from core.workflow_run r
       left join core.workflow_step s on s.run_id = r.id and s.status = 'done' group by r.id
       having count(s.id) <> ${STEPS.length} or count(distinct s.step) <> ${STEPS.length} limit 20`,
    ),
    await check(
      'each record was changed once by each step',
      `select name || ': counter ' || coalesce(counter::text, 'none') || ', finished ' || coalesce(finished::text, 'not') as finding
       from crm.soak_task where counter is distinct from 1 or finished is distinct from true limit 20`,
    ),
    await check(
      'each record was made once',
      `select t.name || ': ' || count(e.id) || ' echoes' as finding from crm.soak_task t
       left join crm.soak_echo e on e.name = t.name group by t.name
       having count(e.id) <> 3 or count(distinct e.side) <> 3 limit 20`,
    ),
    await check(
      'no token is left',
      `select id || ' ' || status as finding from core.workflow_token where status not in ('done') limit 20`,
    ),
    await check(
      'no job has given up',
      `select id || ' ' || task_identifier || ' ' || coalesce(last_error, '') as finding from graphile_worker.jobs
       where task_identifier like 'workflow%' and attempts >= max_attempts limit 20`,
    ),
  ];
}

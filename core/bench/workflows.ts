import { v7 } from 'uuid';
import type { WorkflowDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../src/access/access-profile.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../src/access/system-actor.ts';
import type { Database } from '../src/kernel/database.ts';
import { outside } from '../src/kernel/deliveries/outside.ts';
import { startJobWorker } from '../src/kernel/jobs.ts';
import { startOutbox } from '../src/kernel/outbox.ts';
import { createModel } from '../src/model/create-model.ts';
import { writeRecords } from '../src/records/write-records.ts';
import { createEngine, type Engine } from '../src/workflow/engine.ts';
import { workflowJobs } from '../src/workflow/jobs.ts';
import { startOnChanges } from '../src/workflow/start/on-changes.ts';
import { requireReplay, startReplay } from '../src/workflow/trial/replay.ts';
import { BenchApi, startServer } from './bench-api.ts';
import type { BenchPostgres } from './bench-postgres.ts';
import type { Figure } from './figure.ts';
import type { Settings } from './settings.ts';
import { median, timesOf } from './times.ts';

const LOT = 500;
const WAITING_LOT = 10_000;
const WAITING = `
  with runs as (
    insert into core.workflow_run (id, workflow_id, workflow, digest, status, trigger, object, depth, started_at)
    select gen_random_uuid(), $2, 'bench_wait', $3, 'waiting', 'manual', $5, 0, now() from generate_series(1, $1::int)
    returning id
  ), tokens as (
    insert into core.workflow_token (id, run_id, step, status, turn, waits_since, waits_until)
    select gen_random_uuid(), id, 'pause', 'waiting', 1, now(), now() + ($4::int + random() * 3000) * interval '1 millisecond'
    from runs returning id, run_id, waits_until
  ), noted as (insert into core.bench_due select run_id, waits_until from tokens where $5 = 'due')
  select count(graphile_worker.add_job('workflow_token', json_build_object('token', id, 'turn', 1), run_at => waits_until))
  from tokens`;
const label = (text: string) => ({ en: text, zh: text });

/** What workflows cost beside a job list whose jobs do nothing, how soon they begin, and what waiting costs. */
export async function benchWorkflows(postgres: BenchPostgres, settings: Settings): Promise<Figure[]> {
  const url = await postgres.copyOf({ name: 'empty', key: '', fill: async () => {} });
  await publishOrders(url);
  const database = await postgres.open(url);
  const model = await createModel({ database, log: postgres.log });
  const committed = { nudge: (): void => {} };
  const engine = createEngine({
    database,
    model,
    log: postgres.log,
    committed: () => committed.nudge(),
    outside,
    ports: {
      recordLink: (object, id) => `/o/${object}/${id}`,
      pageLink: (path) => path,
      sendsMail: () => Promise.resolve(false),
      notify: () => Promise.resolve(),
    },
  });
  try {
    const bench = new WorkflowBench(postgres, database, engine, committed);
    return [
      await bench.rate(Math.min(settings.accounts, 3_000), settings.rounds),
      await bench.latency(Math.min(settings.accounts, 100)),
      ...(await bench.waiting(settings.accounts)),
      await bench.replay(settings.accounts),
    ];
  } finally {
    await model.close();
    await database.close();
  }
}

/** An object, and a workflow of three steps that its changes trigger. */
async function publishOrders(url: string): Promise<void> {
  const server = await startServer(url);
  try {
    const api = await BenchApi.signIn(server.url);
    const field = (name: string, body: object) => ({
      kind: 'field',
      key: `bench_order.${name}`,
      body: { kind: 'field', object: 'bench_order', name, label: label(name), ...body },
    });
    await api.publish([
      {
        kind: 'object',
        key: 'bench_order',
        body: {
          kind: 'object',
          name: 'bench_order',
          label: label('Order'),
          label_plural: label('Orders'),
          name_field: 'name',
        },
      },
      field('name', { type: 'text' }),
      field('amount', { type: 'integer' }),
      field('class', { type: 'text' }),
      { kind: 'workflow', key: 'bench_flow', body: workflow('bench_flow', ['amount']) },
    ]);
  } finally {
    await server.stop();
  }
}

function workflow(name: string, fields: string[]): Omit<WorkflowDocument, 'id'> {
  return {
    kind: 'workflow',
    name,
    label: label(name),
    format: 1,
    active: true,
    trigger: { type: 'record_updated', settings: { object: 'bench_order', fields } },
    first: 'large',
    steps: [
      { id: 'large', type: 'condition', version: 1, settings: { when: 'record.amount > 0' }, next: { yes: 'worth' } },
      { id: 'worth', type: 'compute', version: 1, settings: { value: 'record.amount * 2' }, next: { done: 'write' } },
      {
        id: 'write',
        type: 'update_record',
        version: 1,
        settings: { values: { class: '"worth " + text(worth)' } },
        next: {},
      },
    ],
  };
}

class WorkflowBench {
  readonly #postgres: BenchPostgres;
  readonly #database: Database;
  readonly #engine: Engine;
  readonly #committed: { nudge(): void };
  #amount = 0;

  constructor(postgres: BenchPostgres, database: Database, engine: Engine, committed: { nudge(): void }) {
    this.#postgres = postgres;
    this.#database = database;
    this.#engine = engine;
    this.#committed = committed;
  }

  /** Runs a second beside empty jobs a second, with the same worker, one after the other in every round. */
  async rate(count: number, rounds: number): Promise<Figure> {
    const ids = await this.#orders(count);
    const shares: number[] = [];
    const runs: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      bare.push(await this.#emptyJobs(count));
      await this.#change(ids);
      runs.push(await this.#runs(count));
      shares.push((100 * runs.at(-1)!) / bare.at(-1)!);
    }
    return {
      name: 'runs of three steps, of empty jobs',
      unit: '%',
      value: median(shares),
      goal: { atLeast: 35 },
      beside: { runs_per_second: median(runs), empty_jobs_per_second: median(bare) },
    };
  }

  async #emptyJobs(count: number): Promise<number> {
    await this.#database.query(
      `select count(graphile_worker.add_job('bench_empty', '{}'::json)) from generate_series(1, $1::int)`,
      [count],
    );
    const began = performance.now();
    const worker = await startJobWorker(this.#database, {
      handlers: { bench_empty: () => Promise.resolve() },
      log: this.#postgres.log,
    });
    await this.#until(`select count(*) as left from graphile_worker.jobs where task_identifier = 'bench_empty'`);
    const took = performance.now() - began;
    await worker.close();
    return (1000 * count) / took;
  }

  async #runs(count: number): Promise<number> {
    const began = performance.now();
    const stop = await this.#work();
    await this.#until(
      `select (select count(*) from core.outbox) + (select count(*) from core.workflow_run where status = 'running') as left`,
    );
    const took = performance.now() - began;
    await stop();
    return (1000 * count) / took;
  }

  /** From the commit of a change to its first step, with nothing else to do. */
  async latency(count: number): Promise<Figure> {
    const ids = await this.#orders(count);
    const stop = await this.#work();
    const times: number[] = [];
    for (const id of ids) {
      await this.#change([id]);
      const committed = Date.now();
      this.#committed.nudge();
      await this.#until(`select count(*) as left from core.workflow_run where status = 'running'
        union all select count(*) from core.outbox order by 1 desc limit 1`);
      const { rows } = await this.#database.query<{ at: string }>(
        `select min(s.started_at) as at from core.workflow_step s join core.workflow_run r on r.id = s.run_id
         where r.record_id = $1`,
        [id],
      );
      times.push(Math.max(0, Date.parse(rows[0]!.at) - committed));
    }
    await stop();
    const { p50, p95 } = timesOf(times, 1);
    return {
      name: 'from a commit to the first step, idle, 95th percentile',
      unit: 'ms',
      value: p95,
      goal: { atMost: 50 },
      beside: { median: p50 },
    };
  }

  /** What so many waiting runs cost in ten seconds in which none is due, and how late those are that become due. */
  async waiting(count: number): Promise<Figure[]> {
    const stop = await this.#work();
    const none = await this.#rest();
    await this.#wait(count, 3_600_000);
    const many = await this.#rest();
    const due = Math.min(count, 500);
    await this.#wait(due, 2_000);
    await this.#until(`select count(*) as left from core.workflow_run where status = 'waiting' and object = 'due'`);
    const { rows } = await this.#database.query<{ late: number }>(
      `select extract(epoch from r.ended_at - t.waits_until)::float * 1000 as late from core.workflow_run r
       join core.bench_due t on t.run_id = r.id`,
    );
    await stop();
    return [
      {
        name: `${count} waiting runs at rest, of the processor`,
        unit: '%',
        value: Math.max(0, many.cpu - none.cpu),
        goal: { atMost: 1 },
        beside: {
          with: many.cpu,
          without: none.cpu,
          transactions_with: many.transactions,
          transactions_without: none.transactions,
        },
      },
      {
        name: 'resumed after their moment, 95th percentile',
        unit: 'ms',
        value: timesOf(
          rows.map((row) => row.late),
          1,
        ).p95,
        goal: { atMost: 2_500 },
        beside: { runs: rows.length },
      },
    ];
  }

  async #rest(): Promise<{ cpu: number; transactions: number }> {
    const transactions = async (): Promise<number> => {
      const { rows } = await this.#database.query<{ n: string }>(
        'select pg_stat_clear_snapshot(), xact_commit as n from pg_stat_database where datname = current_database()',
      );
      return Number(rows[0]!.n);
    };
    const before = await transactions();
    const cpu = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    const { user, system } = process.cpuUsage(cpu);
    return { cpu: (user + system) / 100_000, transactions: (await transactions()) - before };
  }

  async #wait(count: number, ms: number): Promise<void> {
    const document = {
      ...workflow('bench_wait', ['name']),
      id: v7(),
      first: 'pause',
      steps: [{ id: 'pause', type: 'wait', version: 1, settings: { for: '1h' }, next: {} }],
    };
    const digest = await this.#engine.definitions.keep(this.#database, document);
    await this.#database.query(
      `create table if not exists core.bench_due as select id as run_id, waits_until from core.workflow_token limit 0`,
    );
    // As they come in life: some, then more. A statement that puts all into empty tables checks each reference by reading all.
    for (let done = 0; done < count; done += WAITING_LOT) {
      const lot = Math.min(WAITING_LOT, count - done);
      await this.#database.query(WAITING, [lot, document.id, digest, ms, ms < 60_000 ? 'due' : 'rest']);
      if (done === 0 && lot < count) await this.#database.query('analyze core.workflow_run, core.workflow_token');
    }
  }

  /** So many changes of the past, through a draft that differs from what is live. */
  async replay(count: number): Promise<Figure> {
    const ids = await this.#orders(Math.max(1, Math.ceil(count / 5)));
    for (let round = 0; round < 5; round++) await this.#change(ids, 'name');
    await this.#database.query('delete from core.outbox');
    const live = [...this.#engine.model.catalog().workflows.values()].find((each) => each.name === 'bench_flow')!;
    const document = {
      ...live,
      id: v7(),
      name: 'bench_draft',
      trigger: { ...live.trigger, settings: { object: 'bench_order', fields: ['name'] } },
    };
    const stop = await this.#work();
    const began = performance.now();
    const id = await startReplay(this.#context(), this.#engine, { document, days: 1 });
    await this.#until(`select count(*) as left from core.workflow_replay where status in ('preparing', 'running')`);
    const seconds = (performance.now() - began) / 1000;
    await stop();
    const { done, status, tally } = await requireReplay(this.#database, id);
    if (status !== 'done') throw new Error(`The replay ended as ${status}`);
    return {
      name: `${done} past changes replayed`,
      unit: 's',
      value: seconds,
      goal: { atMost: 300 },
      beside: { per_second: Number(done) / seconds, triggered: tally.tried.triggered, written: tally.tried.updated },
    };
  }

  async #work(): Promise<() => Promise<void>> {
    const outbox = startOutbox(this.#database, [startOnChanges(this.#engine)], this.#postgres.log);
    this.#committed.nudge = outbox.nudge;
    const worker = await startJobWorker(this.#database, {
      handlers: workflowJobs(this.#engine),
      log: this.#postgres.log,
    });
    outbox.nudge();
    return async () => {
      this.#committed.nudge = () => {};
      await worker.close();
      await outbox.close();
    };
  }

  #context(): AccessContext {
    const catalog = this.#engine.model.catalog();
    return {
      db: this.#database,
      actor: SYSTEM_ACTOR,
      access: SYSTEM_ACCESS,
      cause: { kind: 'system' },
      catalog,
      locale: 'en',
      now: new Date(),
      requestId: 'bench',
    };
  }

  async #orders(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let at = 0; at < count; at += LOT) {
      const lot = Array.from({ length: Math.min(LOT, count - at) }, (_, n) => ({
        action: 'create' as const,
        input: { name: `Order ${at + n}`, amount: 1 },
      }));
      const written = await writeRecords(this.#context(), 'bench_order', lot, { mode: 'all' });
      ids.push(...written.map((each) => each.id!));
    }
    return ids;
  }

  async #change(ids: readonly string[], field: 'amount' | 'name' = 'amount'): Promise<void> {
    for (let at = 0; at < ids.length; at += LOT) {
      const value = ++this.#amount;
      const lot = ids.slice(at, at + LOT).map((id) => ({
        action: 'update' as const,
        id,
        input: field === 'amount' ? { amount: value } : { name: `Order ${value}` },
      }));
      await writeRecords(this.#context(), 'bench_order', lot, { mode: 'all' });
    }
  }

  async #until(query: string): Promise<void> {
    for (;;) {
      const { rows } = await this.#database.query<{ left: string }>(query);
      if (Number(rows[0]!.left) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

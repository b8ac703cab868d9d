import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../testing/index.ts';
import type { Database } from './database.ts';
import { enqueueJob, startJobWorker, type JobRun } from './jobs.ts';
import { createLog } from './log.ts';

const log = createLog({ level: 'silent' });

describe('jobs', () => {
  let database: Database;

  beforeAll(async () => {
    database = await testDatabase();
  });

  it('run after the transaction that put them on the list has committed, and not if it is rolled back', async () => {
    const seen: unknown[] = [];
    const worker = await startJobWorker(database, {
      log,
      handlers: { note: async (payload) => void seen.push(payload) },
    });
    await database
      .transaction(async (tx) => {
        await enqueueJob(tx, 'note', { n: 1 });
        throw new Error('no');
      })
      .catch(() => {});
    await database.transaction((tx) => enqueueJob(tx, 'note', { n: 2 }));
    await until(() => seen.length > 0);
    await worker.close();
    expect(seen).toEqual([{ n: 2 }]);
  });

  it('are told to stop when the worker closes, and run again afterwards', async () => {
    const attempts: number[] = [];
    const handlers = {
      long: async (_: unknown, job: JobRun) => {
        attempts.push(job.attempt);
        if (job.attempt > 1) return;
        await new Promise((_resolve, reject) =>
          job.signal.addEventListener('abort', () => reject(new Error('stopped'))),
        );
      },
    };
    const first = await startJobWorker(database, { log, handlers });
    await enqueueJob(database, 'long', null);
    await until(() => attempts.length === 1);
    await first.close();
    await database.query(`update graphile_worker._private_jobs set run_at = now()`);
    const second = await startJobWorker(database, { log, handlers });
    await until(() => attempts.length === 2);
    await second.close();
    expect(attempts).toEqual([1, 2]);
  });

  it('that fail while the database lets nobody in fail once it does, and are run again', async () => {
    const attempts: number[] = [];
    const fail = async (_: unknown, job: JobRun): Promise<void> => {
      attempts.push(job.attempt);
      if (job.attempt > 1) return;
      await shutOut(database, 700);
      throw new Error('The database has gone');
    };
    const worker = await startJobWorker(database, { log, handlers: { fail } });
    await enqueueJob(database, 'fail', null);
    await until(() => attempts.length === 2, 20_000);
    await worker.close();
    expect(attempts).toEqual([1, 2]);
  });

  it('of a process that died are taken up by the next, those of a living one are left alone', async () => {
    let begun = 0;
    let finish = (): void => {};
    const hanging = {
      wait: () =>
        new Promise<void>((resolve) => {
          begun++;
          finish = resolve;
        }),
    };
    const living = await startJobWorker(database, { log, handlers: hanging });
    await enqueueJob(database, 'wait', null);
    await until(() => begun === 1);
    await enqueueJob(database, 'orphan', null);
    await database.query(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-of-the-dead'
       where task_id = (select id from graphile_worker._private_tasks where identifier = 'orphan')`,
    );
    const ran: string[] = [];
    const next = await startJobWorker(database, {
      log,
      handlers: { wait: async () => void ran.push('wait'), orphan: async () => void ran.push('orphan') },
    });
    await until(() => ran.length > 0);
    expect(ran).toEqual(['orphan']);
    finish();
    await living.close();
    await next.close();
    expect(begun).toBe(1);
  });
});

async function until(condition: () => boolean, patience = 5_000): Promise<void> {
  const end = Date.now() + patience;
  while (!condition()) {
    if (Date.now() > end) throw new Error('It did not happen');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ends every connection to the database, and lets nobody in for so many milliseconds. */
async function shutOut({ url }: Database, milliseconds: number): Promise<void> {
  const name = new URL(url).pathname.slice(1);
  const elsewhere = new URL(url);
  elsewhere.pathname = '/postgres';
  const client = new pg.Client({ connectionString: elsewhere.href });
  await client.connect();
  await client.query(`alter database ${pg.escapeIdentifier(name)} allow_connections false`);
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
  setTimeout(() => {
    void client.query(`alter database ${pg.escapeIdentifier(name)} allow_connections true`).then(() => client.end());
  }, milliseconds);
}

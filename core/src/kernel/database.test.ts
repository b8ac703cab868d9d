import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../testing/index.ts';
import type { Database } from './database.ts';

let database: Database;

beforeAll(async () => {
  database = await testDatabase();
});

describe('values', () => {
  it('leaves what JavaScript cannot hold exactly as text', async () => {
    const { rows } = await database.query(`
      select 9007199254740993::int8 as whole, 0.10::numeric as decimal, '2026-02-01'::date as day,
        '2026-02-01 10:00+02'::timestamptz as moment, '{1.10,2}'::numeric[] as decimals, '{9007199254740993}'::int8[] as wholes,
        '{2026-02-01}'::date[] as days, '{"a":1}'::jsonb as document`);
    expect(rows[0]).toEqual({
      whole: '9007199254740993',
      decimal: '0.10',
      day: '2026-02-01',
      moment: '2026-02-01 08:00:00+00',
      decimals: ['1.10', '2'],
      wholes: ['9007199254740993'],
      days: ['2026-02-01'],
      document: { a: 1 },
    });
  });

  it('prepares a named statement once per connection', async () => {
    await database.transaction(async (transaction) => {
      for (const value of [1, 2]) await transaction.query('select $1::int as n', [value], 'one_number');
      const { rows } = await transaction.query<{ n: string }>(
        `select count(*) as n from pg_prepared_statements where name = 'one_number'`,
      );
      expect(rows[0]?.n).toBe('1');
    });
  });

  it('asks what the rows of a prepared statement are like once per connection', async () => {
    await database.transaction(async (transaction) => {
      let told = 0;
      const { connection } = transaction.connection as unknown as { connection: NodeJS.EventEmitter };
      connection.on('rowDescription', () => told++);
      for (const value of ['first', null, '张伟']) {
        const { rows, rowCount } = await transaction.query(
          'select $1::text as name, 7::int8 as n',
          [value],
          'described',
        );
        expect(rows).toEqual([{ name: value, n: '7' }]);
        expect(rowCount).toBe(1);
      }
      expect(told).toBe(1);
    });
  });

  it('tells of a prepared statement whose columns have become others instead of misreading its rows', async () => {
    await database.query('create table shifting (a int, b text)');
    await database.query(`insert into shifting values (1, 'one')`);
    await database.transaction(async (transaction) => {
      const read = () => transaction.query('select * from shifting', [], 'shifting_all');
      for (let time = 0; time < 2; time++) expect((await read()).rows).toEqual([{ a: 1, b: 'one' }]);
      await transaction.query('alter table shifting drop column a');
      await expect(transaction.savepoint(read)).rejects.toThrow(/cached plan must not change result type/);
    });
  });

  it('counts the rows that a statement without an answer touched', async () => {
    await database.transaction(async (transaction) => {
      await transaction.query('create temporary table touched (n int)');
      for (let time = 0; time < 2; time++) {
        const insert = 'insert into touched select generate_series(1, $1::int)';
        expect(await transaction.query(insert, [3], 'touch')).toEqual({ rows: [], rowCount: 3 });
      }
    });
  });

  it('keeps Chinese characters searchable by trigrams', async () => {
    await database.query('create extension if not exists pg_trgm');
    const { rows } = await database.query<{ near: number }>(`select similarity('上海汽车集团', '上海汽车') as near`);
    expect(rows[0]?.near).toBeGreaterThan(0.4);
  });
});

describe('transaction', () => {
  beforeAll(async () => {
    await database.query('create table tally (n int primary key)');
  });

  const count = async (): Promise<number> =>
    Number((await database.query<{ n: string }>('select count(*) as n from tally')).rows[0]?.n);

  it('undoes everything when the work fails, and tells nobody that it committed', async () => {
    const told: string[] = [];
    const work = database.transaction(async (transaction) => {
      transaction.afterCommit(() => told.push('committed'));
      await transaction.query('insert into tally values (1)');
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    expect([await count(), told]).toEqual([0, []]);
  });

  it('undoes only the savepoint that fails', async () => {
    const told: string[] = [];
    await database.transaction(async (transaction) => {
      transaction.afterCommit(() => told.push('outer'));
      await transaction.query('insert into tally values (2)');
      const inner = transaction.savepoint(async () => {
        transaction.afterCommit(() => told.push('inner'));
        await transaction.query('insert into tally values (2)');
      });
      await expect(inner).rejects.toMatchObject({ code: '23505' });
    });
    expect([await count(), told]).toEqual([1, ['outer']]);
  });

  it('does not pretend to have committed when a failure was swallowed', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.query('insert into tally values (50)');
      await transaction.query('insert into tally values (50)').catch(() => {});
    });
    await expect(work).rejects.toThrow('nothing of it was kept');
    expect((await database.query('select 1 from tally where n = 50')).rowCount).toBe(0);
  });

  it('keeps what it committed when what follows the commit fails', async () => {
    await database.transaction(async (transaction) => {
      transaction.afterCommit(() => {
        throw new Error('afterwards');
      });
      await transaction.query('insert into tally values (60)');
    });
    expect((await database.query('delete from tally where n = 60')).rowCount).toBe(1);
  });

  it('runs the work again after a serialization failure', async () => {
    let tries = 0;
    await database.transaction(
      async (transaction) => {
        tries++;
        await transaction.query('select count(*) from tally');
        if (tries === 1) await database.query('insert into tally values (3)');
        await transaction.query('update tally set n = n + 100');
        if (tries === 1) await transaction.query(`do $$ begin raise sqlstate '40001'; end $$`);
      },
      { isolation: 'repeatable read', retries: 2 },
    );
    expect(tries).toBe(2);
  });
});

describe('a deadlock', () => {
  it('is over for a statement by itself when it is sent again', async () => {
    await database.query('create table first_of (n int); create table second_of (n int)');
    const waiting = async (mode: string): Promise<void> =>
      expect
        .poll(
          async () => (await database.query('select from pg_locks where not granted and mode = $1', [mode])).rowCount,
        )
        .toBe(1);
    const [read] = await database.transaction(async (change) => {
      await change.query('lock table second_of in access exclusive mode');
      const reading = database.query('select count(*) as n from first_of, second_of');
      await waiting('AccessShareLock');
      // Whoever reads has waited for longer, and is the one to give way.
      await change.query(`set local deadlock_timeout = '1min'`);
      await change.query('lock table first_of in access exclusive mode');
      return [reading];
    });
    expect((await read).rows).toEqual([{ n: '0' }]);
  });
});

describe('listen', () => {
  it('hears what is notified, and subscribes again after the connection is cut', async () => {
    const heard: string[] = [];
    let subscribed = 0;
    const stop = await database.listen('news', (payload) => heard.push(payload), { onSubscribed: () => subscribed++ });
    await database.query(`select pg_notify('news', 'one')`);
    await expect.poll(() => heard).toEqual(['one']);

    await database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'strata listener' and datname = current_database()`,
    );
    await expect.poll(() => subscribed).toBe(2);
    await database.query(`select pg_notify('news', 'two')`);
    await expect.poll(() => heard).toEqual(['one', 'two']);

    await stop();
    await database.query(`select pg_notify('news', 'three')`);
    expect(heard).toEqual(['one', 'two']);
  });
});

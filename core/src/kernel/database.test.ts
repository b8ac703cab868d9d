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

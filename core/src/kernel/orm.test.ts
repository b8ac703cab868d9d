import { defineEntity, p } from '@mikro-orm/core';
import { beforeAll, afterAll, expect, it } from 'vitest';
import { testDatabase } from '../../testing/index.ts';
import type { Database } from './database.ts';
import { entityManagerIn, migrate, openOrm, type Orm } from './orm.ts';

const Workspace = defineEntity({
  name: 'TestWorkspace',
  tableName: 'workspace',
  schema: 'core',
  properties: { id: p.uuid().primary(), name: p.text() },
});

let database: Database;
let orm: Orm;

beforeAll(async () => {
  database = await testDatabase();
  orm = await openOrm(database, [Workspace]);
});
afterAll(() => orm.close());

const names = async (): Promise<string[]> =>
  (await database.query<{ name: string }>('select name from core.workspace order by name')).rows.map((row) => row.name);

it('migrates a database that is up to date, several at a time, without a change', async () => {
  await Promise.all([migrate(database), migrate(database), migrate(database)]);
  const { rows } = await database.query<{ n: string; distinct: string }>(
    'select count(*) as n, count(distinct name) as distinct from core.migration',
  );
  expect(rows[0]?.n).toBe(rows[0]?.distinct);
});

it('writes entities in a transaction of the database, and with it takes them back', async () => {
  const work = database.transaction(async (transaction) => {
    const em = entityManagerIn(orm, transaction);
    em.create(Workspace, { id: '0198f0de-0000-7000-8000-000000000001', name: 'gone' });
    await em.flush();
    expect((await transaction.query(`select 1 from core.workspace where name = 'gone'`)).rowCount).toBe(1);
    throw new Error('undo');
  });
  await expect(work).rejects.toThrow('undo');
  expect(await names()).toEqual([]);

  await database.transaction(async (transaction) => {
    const em = entityManagerIn(orm, transaction);
    em.create(Workspace, { id: '0198f0de-0000-7000-8000-000000000002', name: 'kept' });
    await em.flush();
  });
  expect(await names()).toEqual(['kept']);
});

it('leaves the connections of the database open when an ORM closes', async () => {
  const other = await openOrm(database, []);
  await other.close(true);
  expect((await database.query('select 1')).rowCount).toBe(1);
});

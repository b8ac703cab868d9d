import { expect, test } from 'vitest';
import { emptyDatabase } from '../../testing/test-database.ts';
import { migrateApart } from './migrate-apart.ts';

test('the tables are there when it is done, and doing it again does nothing', async () => {
  const database = await emptyDatabase();
  await migrateApart(database);
  const { rows } = await database.query<{ count: number }>('select count(*)::int as count from core.migration');
  expect(rows[0]!.count).toBeGreaterThan(0);
  await migrateApart(database);
  expect((await database.query('select from core."user"')).rowCount).toBe(0);
});

test('a database that is as it should be is not migrated again, one that is not known to be is', async () => {
  const database = await emptyDatabase();
  await migrateApart(database);
  await database.query('delete from core.migration');
  await migrateApart(database);
  expect((await database.query('select from core.migration')).rowCount).toBe(0);
  await database.query(`comment on table core.migration is 'Migrated to what was before'`);
  await expect(migrateApart(database)).rejects.toThrow('already exists');
});

test('what went wrong is told', async () => {
  const database = await emptyDatabase();
  await database.query('create schema core; create table core."user" (id text)');
  await expect(migrateApart(database)).rejects.toThrow(/^The migration .+ failed: .*user.*already exists/s);
});

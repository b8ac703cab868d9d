import { expect, test } from 'vitest';
import { emptyDatabase } from '../../testing/test-database.ts';
import { migrateApart } from './migrate-apart.ts';

test('the tables are there when it is done, and doing it again does nothing', async () => {
  const database = await emptyDatabase();
  await migrateApart(database.url);
  const { rows } = await database.query<{ count: number }>('select count(*)::int as count from core.migration');
  expect(rows[0]!.count).toBeGreaterThan(0);
  await migrateApart(database.url);
  expect((await database.query('select from core."user"')).rowCount).toBe(0);
});

test('what went wrong is told', async () => {
  const database = await emptyDatabase();
  await database.query('create schema core; create table core."user" (id text)');
  await expect(migrateApart(database.url)).rejects.toThrow(/^The migration .+ failed: .*user.*already exists/s);
});

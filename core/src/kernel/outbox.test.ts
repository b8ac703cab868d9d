import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '../../testing/test-database.ts';
import type { Database } from './database.ts';
import { createLog } from './log.ts';
import { startOutbox, TAKE, type OutboxEntry } from './outbox.ts';

const log = createLog({ level: 'error' });

function fill(database: Database, count: number): Promise<unknown> {
  return database.query(
    `insert into core.outbox (change_id, at, object, record_id, action)
     select gen_random_uuid(), now(), 'account', gen_random_uuid(), 'create' from generate_series(1, $1::integer)`,
    [count],
  );
}

test('two processes empty one outbox, and every change is told once', async () => {
  const database = await testDatabase();
  await fill(database, 2_500);
  const told: string[] = [];
  const take = async (_: unknown, entries: readonly { change_id: string }[]): Promise<void> => {
    told.push(...entries.map((entry) => entry.change_id));
  };
  const outboxes = [startOutbox(database, [take], log), startOutbox(database, [take], log)];
  outboxes.forEach((outbox) => outbox.nudge());
  while ((await database.query('select 1 from core.outbox limit 1')).rowCount > 0) await sleep(10);
  await Promise.all(outboxes.map((outbox) => outbox.close()));
  expect(told).toHaveLength(2_500);
  expect(new Set(told).size).toBe(2_500);
});

test('of a lot every change is told, and of lots no more at once than of single changes and a lot', async () => {
  const database = await testDatabase();
  await fill(database, 3);
  await database.query(
    `insert into core.outbox (at, object, action, size, change_ids, record_ids)
     select now(), 'contact', 'create', 500, array_agg(gen_random_uuid()), array_agg(gen_random_uuid())
     from generate_series(0, 2499) as n group by n / 500`,
  );
  const { rows } = await database.query<{ change_id: string; record_id: string }>(
    `select c.change_id, c.record_id from core.outbox as o, unnest(o.change_ids, o.record_ids) as c(change_id, record_id)`,
  );
  const told: OutboxEntry[][] = [];
  const outbox = startOutbox(database, [async (_, entries) => void told.push([...entries])], log);
  outbox.nudge();
  while ((await database.query('select 1 from core.outbox limit 1')).rowCount > 0) await sleep(10);
  await outbox.close();
  expect(told.map((entries) => entries.length)).toEqual([1_003, 1_000, 500]);
  const pairs = told.flat().filter(({ object, action }) => object === 'contact' && action === 'create');
  expect(new Map(pairs.map((each) => [each.change_id, each.record_id]))).toEqual(
    new Map(rows.map((each) => [each.change_id, each.record_id])),
  );
});

test('what is to be taken is looked up once, also where the table was empty a moment ago', async () => {
  const database = await testDatabase();
  await fill(database, 60);
  await database.query('delete from core.outbox');
  await database.query('vacuum (truncate off, analyze) core.outbox');
  await fill(database, 10);
  const { rows } = await database.query<{ 'QUERY PLAN': string }>(`explain (analyze, timing off) ${TAKE}`);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/InitPlan/);
  expect(plan).not.toMatch(/loops=10/);
});

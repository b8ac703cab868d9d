import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../testing/index.ts';
import type { Database } from '../../kernel/database.ts';
import { createLog } from '../../kernel/log.ts';
import { countFresh } from './search-fresh.ts';
import { startSearchKeeper } from './search-keeper.ts';

const log = createLog({ level: 'error' });

async function write(database: Database, count: number): Promise<void> {
  await database.query(
    `insert into core.search_fresh (record_id, object, texts)
     select gen_random_uuid(), 'account', '{"name":"acme ' || n || '"}' from generate_series(1, $1::integer) as n`,
    [count],
  );
}

async function settled(database: Database): Promise<number> {
  while ((await countFresh(database, 1)) > 0) await sleep(20);
  const { rows } = await database.query<{ count: string }>('select count(*) as count from core.search_entry');
  return Number(rows[0]!.count);
}

test('carries over what an earlier process left, and what comes later', async () => {
  const database = await testDatabase();
  await write(database, 1_200);
  const keeper = startSearchKeeper(database, log);
  expect(await settled(database)).toBe(1_200);
  await write(database, 3);
  keeper.nudge();
  expect(await settled(database)).toBe(1_203);
  await keeper.close();
});

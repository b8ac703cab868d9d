import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../src/kernel/database.ts';

/** Writes are told to others and put into the search index after they have been answered. */
export async function untilNothingFollows(database: Database): Promise<void> {
  const left = 'select where exists (select from core.outbox) or exists (select from core.search_fresh)';
  while ((await database.query(left)).rowCount > 0) await sleep(20);
}

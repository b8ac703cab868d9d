import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { StrataError } from '@stratacrm/sdk';
import type { Database } from '../../kernel/database.ts';

/** Any constant, so long as every process that publishes into the same database uses it. */
const LOCK = 7_281_951_010;

/**
 * Only one publish at a time in a workspace, whichever process it comes from. The lock belongs to a connection, so it
 * ends with the process that holds it, however that ends.
 */
export async function withPublishLock<Result>(
  database: Database,
  work: () => Promise<Result>,
  patienceMs = 0,
): Promise<Result> {
  const connection = await database.pool.connect();
  let broken = false;
  try {
    await take(connection, Date.now() + patienceMs);
    try {
      return await work();
    } finally {
      await connection.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => (broken = true));
    }
  } finally {
    connection.release(broken);
  }
}

/**
 * Asks again and again instead of waiting in the database: a statement that waits holds a snapshot, and the indexes of
 * the publish that is waited for are made CONCURRENTLY, which waits for all snapshots.
 */
async function take(connection: PoolClient, end: number): Promise<void> {
  for (;;) {
    const { rows } = await connection.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [LOCK]);
    if (rows[0]?.held === true) return;
    if (Date.now() >= end) throw new StrataError('publish_in_progress');
    await sleep(100);
  }
}

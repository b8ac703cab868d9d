import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Transaction } from '../../kernel/database.ts';
import { Pace } from '../../kernel/pace.ts';
import type { TableStep } from './ddl-step.ts';

/**
 * A statement that waits for a table's lock makes everybody who comes after it wait too. So it gives up at once and
 * tries again: readers and writers stall for no longer than this.
 */
const LOCK_TIMEOUT_MS = 60;

/** How long a busy table is tried for before the publish fails. */
const PATIENCE_MS = 60_000;

/**
 * Runs `work` in a transaction that takes every lock at once or not at all, again and again until it succeeds; what can be
 * done beforehand without a lock is done before each attempt.
 */
export async function withoutBlocking<Result>(
  database: Database,
  work: (transaction: Transaction) => Promise<Result>,
  before: () => Promise<void> = async () => {},
): Promise<Result> {
  const end = Date.now() + PATIENCE_MS;
  for (let attempt = 1; ; attempt++) {
    await before();
    try {
      return await database.transaction(async (transaction) => {
        await transaction.query(`set local lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
        return await work(transaction);
      });
    } catch (error) {
      if (!isLockFailure(error) || Date.now() > end) throw error;
      // Longer pauses, and uneven ones, so that a busy table has quiet moments between the attempts.
      await sleep(Math.min(20 * attempt, 500) * (0.5 + Math.random()));
    }
  }
}

/** lock_not_available and deadlock_detected. */
function isLockFailure(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && /^(55P03|40P01)$/.test(String(error.code));
}

/** One step with what the registry has to know of it: both or neither. */
export async function runStep(transaction: Transaction, step: TableStep): Promise<void> {
  if (step.sql.length > 0) await transaction.query(step.sql.join(';\n'));
  for (const change of step.registry) await transaction.query(change.text, change.values);
}

/** Values set in batches: `set` is assignments over the row, for the rows of which `where` holds. */
export interface BackFill {
  table: string;
  set: string;
  where: string;
}

/** Carries the rows over in batches, each in its own short transaction, in the order of their ids. */
export async function runBackFill(database: Database, { table, set, where }: BackFill): Promise<void> {
  const pace = new Pace();
  for (let after: string | null = '00000000-0000-0000-0000-000000000000'; after !== null;) {
    const values: unknown[] = [after, pace.rows];
    const { rows }: { rows: { last: string | null }[] } = await pace.timed(() =>
      database.query<{ last: string | null }>(
        `with batch as (select id from ${table} where id > $1 order by id limit $2),
              done as (update ${table} set ${set} where id in (select id from batch) and (${where}))
         select (select id from batch order by id desc limit 1) as last`,
        values,
      ),
    );
    after = rows[0]?.last ?? null;
  }
}

import type { Database, Transaction } from '../../kernel/database.ts';

/** Carries what the work found out past the roll-back. */
class Undone<Result> extends Error {
  readonly result: Result;

  constructor(result: Result) {
    super('undone');
    this.result = result;
  }
}

/** How long a trial waits for a record that somebody is just writing; those who really write never wait long for a trial. */
const LOCK_MS = 1_000;
const STATEMENT_MS = 20_000;

/** Does the work in a transaction of which nothing stays. */
export async function undone<Result>(database: Database, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  try {
    return await database.transaction(async (tx) => {
      await tx.query(
        `select set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true)`,
        [String(LOCK_MS), String(STATEMENT_MS)],
        'trial_bounds',
      );
      throw new Undone(await work(tx));
    });
  } catch (error) {
    if (error instanceof Undone) return error.result as Result;
    throw error;
  }
}

/** Does the work in a part of the transaction of which nothing stays. */
export async function undonePart<Result>(tx: Transaction, work: () => Promise<Result>): Promise<Result> {
  try {
    return await tx.savepoint(async () => {
      throw new Undone(await work());
    });
  } catch (error) {
    if (error instanceof Undone) return error.result as Result;
    throw error;
  }
}

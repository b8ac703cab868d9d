import type { Database, Queryable, Transaction } from './database.ts';

/** Runs `work` in the transaction one is already in, or in a new one when `db` is the pool. */
export function inTransaction<Result>(db: Queryable, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  if (isDatabase(db)) return db.transaction(work);
  return work(db as Transaction);
}

function isDatabase(db: Queryable): db is Database {
  return 'transaction' in db;
}

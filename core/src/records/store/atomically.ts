import type { Database, Queryable, Transaction } from '../../kernel/database.ts';

/**
 * Runs the work in one transaction: a new one, or a part of the one that is open, of which only what the work did is
 * undone when it fails.
 */
export async function atomically<Result>(db: Queryable, work: (db: Queryable) => Promise<Result>): Promise<Result> {
  if (isTransaction(db)) return db.savepoint(() => work(db));
  if (isDatabase(db)) return db.transaction(work);
  return work(db);
}

export function isTransaction(db: Queryable): db is Transaction {
  return 'savepoint' in db;
}

function isDatabase(db: Queryable): db is Database {
  return 'transaction' in db;
}

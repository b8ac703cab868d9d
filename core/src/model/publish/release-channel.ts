import type { Queryable } from '../../kernel/database.ts';

/** Where a new release or new settings are announced; the news itself is in the database. */
export const RELEASE_CHANNEL = 'strata_model';

/** Inside the transaction of the change, so that it is heard exactly when it is true. */
export async function announce(db: Queryable): Promise<void> {
  await db.query(`select pg_notify($1, '')`, [RELEASE_CHANNEL]);
}

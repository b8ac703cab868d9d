import type { Database, Queryable } from '../../kernel/database.ts';
import { writeEntries } from './search-entries.ts';
import { searchRowOf, type SearchTexts } from './search-row.ts';

interface FreshRow {
  record_id: string;
  object: string;
  texts: string;
}

const BATCH = 500;

/**
 * Carries a batch of what was written lately over into the index; answers with how many that were. Any number of
 * processes may do so side by side, and whoever writes one of the records meanwhile waits for the end of this and puts it
 * down as fresh again.
 */
export async function settleBatch(database: Database): Promise<number> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<FreshRow>(
      `delete from core.search_fresh
       where ctid = any(array(select ctid from core.search_fresh limit ${BATCH} for update skip locked))
       returning record_id, object, texts`,
      [],
      'search_fresh_take',
    );
    await writeEntries(
      tx,
      rows.map((row) => searchRowOf(row.object, row.record_id, JSON.parse(row.texts) as SearchTexts)),
    );
    return rows.length;
  });
}

/** Everything that is fresh at this moment, and what comes in between. */
export async function settleAll(database: Database): Promise<void> {
  while ((await settleBatch(database)) > 0);
}

/** How many wait, counted no further than `most`. */
export async function countFresh(db: Queryable, most: number): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    'select count(*) as count from (select from core.search_fresh limit $1) as f',
    [most],
    'search_fresh_count',
  );
  return Number(rows[0]?.count ?? 0);
}

/** Of these records the index itself is about to tell. */
export async function dropFresh(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query('delete from core.search_fresh where record_id = any($1::uuid[])', [ids]);
}

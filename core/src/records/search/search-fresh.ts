import type { Database, Queryable } from '../../kernel/database.ts';
import { writeEntries } from './search-entries.ts';
import { searchRowOf, type SearchTexts } from './search-row.ts';

interface FreshRow {
  record_id: string;
  object: string;
  texts: string;
}

/** Their pieces take the process some 5 ms, for which requests have to wait. */
const BATCH = 200;

/** Lots are taken until so many records are. */
const TAKE_LOTS = `with taken as (
    delete from core.search_lot where ctid = any(array(
      select ctid from (
        select ctid, sum(size) over (order by id rows unbounded preceding) - size as before
        from (select ctid, id, size from core.search_lot order by id limit ${BATCH} for update skip locked) as l
      ) as w where before < ${BATCH}))
    returning object, record_ids, texts)
  select r.record_id, t.object, r.texts from taken as t, unnest(t.record_ids, t.texts) as r(record_id, texts)`;

/**
 * None while there are lots, also such as somebody else is about to carry over: a record of theirs may have changed since, and
 * what it says by itself is to come after what it says in its lot.
 */
const TAKE_ROWS = `delete from core.search_fresh
  where ctid = any(array(
    select ctid from core.search_fresh where not exists (select from core.search_lot) limit ${BATCH} for update skip locked))
  returning record_id, object, texts`;

/**
 * Carries a batch of what was written lately over into the index; answers with how many that were. Any number of
 * processes may do so side by side, and whoever writes one of the records meanwhile waits for the end of this and puts it
 * down as fresh again.
 */
export async function settleBatch(database: Database): Promise<number> {
  return database.transaction(async (tx) => {
    const lots = await tx.query<FreshRow>(TAKE_LOTS, [], 'search_lots_take');
    const { rows } = lots.rowCount > 0 ? lots : await tx.query<FreshRow>(TAKE_ROWS, [], 'search_fresh_take');
    await writeEntries(
      tx,
      rows.map((row) => searchRowOf(row.object, row.record_id, JSON.parse(row.texts) as SearchTexts)),
    );
    return rows.length;
  });
}

/**
 * Puts into the index itself what PostgreSQL keeps aside of it to put it in later: each search would read through that,
 * once per object.
 */
export async function tidyIndex(db: Queryable): Promise<void> {
  await db.query(`select gin_clean_pending_list('core.search_entry_grams_idx')`, [], 'search_tidy_index');
}

/** Everything that is fresh at this moment, and what comes in between. */
export async function settleAll(database: Database): Promise<void> {
  while ((await settleBatch(database)) > 0);
}

/** How many wait, counted no further than `most`. */
export async function countFresh(db: Queryable, most: number): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select (select count(*) from (select from core.search_fresh limit $1) as f)
       + (select coalesce(sum(size), 0) from core.search_lot) as count`,
    [most],
    'search_fresh_count',
  );
  return Number(rows[0]?.count ?? 0);
}

/** Of these records the index itself is about to tell, or nothing is to be told any more. */
export async function dropFresh(db: Queryable, ids: readonly string[]): Promise<void> {
  await takeLotsApart(db, ids);
  await db.query('delete from core.search_fresh where record_id = any($1::uuid[])', [ids]);
}

/** What is newer than its lot stays as it is. */
async function takeLotsApart(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query(
    `with apart as (
       delete from core.search_lot where id in (
         select l.id from core.search_lot as l, unnest(l.record_ids) as r(record_id) where r.record_id in (select unnest($1::uuid[])))
       returning object, record_ids, texts)
     insert into core.search_fresh (record_id, object, texts)
     select r.record_id, a.object, r.texts from apart as a, unnest(a.record_ids, a.texts) as r(record_id, texts)
     order by r.record_id on conflict (record_id) do nothing`,
    [ids],
  );
}

import type { Queryable } from '../../kernel/database.ts';
import { arrayBytes, integerBytes } from '../store/array-bytes.ts';
import type { SearchRow } from './search-row.ts';

/**
 * Puts records into the index, in place of what it had of them. The pieces of all go as one array, in PostgreSQL's own
 * form, and each takes its own out of it: written and read as texts they took longer than to be put into the index.
 */
export async function writeEntries(db: Queryable, rows: readonly SearchRow[]): Promise<void> {
  if (rows.length === 0) return;
  const ends: number[] = [];
  for (const { grams } of rows) ends.push((ends.at(-1) ?? 0) + grams.length);
  await db.query(
    `insert into core.search_entry (record_id, object, texts, grams)
     select r.record_id, r.object, r.texts, ($6::integer[])[r.first:r.last]
     from unnest($1::uuid[], $2::text[], $3::jsonb[], $4::integer[], $5::integer[]) as r(record_id, object, texts, first, last)
     on conflict (record_id) do update set object = excluded.object, texts = excluded.texts, grams = excluded.grams`,
    [
      rows.map((row) => row.record_id),
      rows.map((row) => row.object),
      arrayBytes(
        'jsonb',
        rows.map((row) => row.texts),
      ),
      integerBytes(rows.map((row, index) => ends[index]! - row.grams.length + 1)),
      integerBytes(ends),
      integerBytes(rows.flatMap((row) => row.grams)),
    ],
    'search_entries_write',
  );
}

/** Takes out at once what the index has of these records: of a person who is to be forgotten nothing may stay in it. */
export async function dropEntries(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query('delete from core.search_entry where record_id = any($1::uuid[])', [ids]);
}

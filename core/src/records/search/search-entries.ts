import type { Queryable } from '../../kernel/database.ts';
import type { SearchRow } from './search-row.ts';

/** Puts records into the index, in place of what it had of them. */
export async function writeEntries(db: Queryable, rows: readonly SearchRow[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `insert into core.search_entry (record_id, object, texts, grams)
     select r.record_id, r.object, r.texts, r.grams::integer[]
     from json_to_recordset($1::json) as r(record_id uuid, object text, texts jsonb, grams text)
     on conflict (record_id) do update set object = excluded.object, texts = excluded.texts, grams = excluded.grams`,
    [JSON.stringify(rows)],
    'search_entries_write',
  );
}

/** Takes out at once what the index has of these records: of a person who is to be forgotten nothing may stay in it. */
export async function dropEntries(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query('delete from core.search_entry where record_id = any($1::uuid[])', [ids]);
}

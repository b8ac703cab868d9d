import { sql, type RawBuilder } from 'kysely';
import { given } from '../sql/statement.ts';

/*
 * What is put down of the `entries` of a statement to be told and to be found. Of one record that is a row; of many it is one
 * row for hundreds (ADR 0056), which takes PostgreSQL a tenth of what a row for each took.
 */

/** So many changes are told together at most, or they would be too many for those who are told. */
export const TOLD_TOGETHER = 500;

/** The index takes in 200 records at a time. */
export const FOUND_TOGETHER = 100;

export const tellOne = sql`told as (insert into core.outbox (change_id, at, object, record_id, action)
  select change_id, ${given('at')}::timestamptz, ${given('object')}, record_id, action from entries)`;

export const tellLots = sql`told as (insert into core.outbox (at, object, action, size, change_ids, record_ids)
  select ${given('at')}::timestamptz, ${given('object')}, action, count(*), array_agg(change_id), array_agg(record_id)
  from (select *, (row_number() over () - 1) / ${sql.lit(TOLD_TOGETHER)} as lot from entries) as e group by lot, action order by lot, action)`;

/** Not yet in the index: see search-fresh.ts. Of a record that was there before something may be waiting already. */
export function keepSearch({ single, creates, changes }: { single: boolean; creates: boolean; changes: boolean }) {
  const parts: RawBuilder<unknown>[] = [];
  if (single || changes) parts.push(keepRows(single));
  if (!single && creates) parts.push(keepLots);
  return parts;
}

function keepRows(all: boolean): RawBuilder<unknown> {
  const old = all ? sql`` : sql` and action <> 'create'`;
  return sql`found as (insert into core.search_fresh (record_id, object, texts)
    select record_id, ${given('object')}, texts from entries where texts is not null${old}
    on conflict (record_id) do update set object = excluded.object, texts = excluded.texts)`;
}

const keepLots = sql`found_together as (insert into core.search_lot (object, size, record_ids, texts)
  select ${given('object')}, count(*), array_agg(record_id), array_agg(texts)
  from (select *, (row_number() over () - 1) / ${sql.lit(FOUND_TOGETHER)} as lot from entries where texts is not null and action = 'create') as e
  group by lot order by lot)`;

import { sql, type RawBuilder } from 'kysely';
import { given } from '../sql/statement.ts';
import { parameterName } from './row-parameters.ts';

/**
 * The statement of one record that is written with nothing else but its change log, outbox and texts. They are taken from
 * the row that was written: where it is not there at the version it was read at, nothing is written and no row comes back.
 * So nothing has to be counted and asserted, which took PostgreSQL a tenth of the statement.
 */
export function loneStatement(written: RawBuilder<unknown>, release: number, search: boolean): RawBuilder<unknown> {
  const parts = [sql`written as (${written}, version)`, keepLog(release), keepOutbox];
  if (search) parts.push(keepTexts);
  return sql`with ${sql.join(parts)} select from written`;
}

function keepLog(release: number): RawBuilder<unknown> {
  return sql`logged as (insert into core.change_log (id, at, object, record_id, version, action, actor, cause, cause_id, release, request_id, changes)
    select ${entry('change_id')}::uuid, ${given('at')}::timestamptz, ${given('object')}, id, version, ${entry('action')}, ${given('actor')}::uuid,
      ${given('cause')}, coalesce(${entry('cause_id')}, ${given('cause_id')}), ${sql.lit(release)}, ${given('request_id')}, ${entry('changes')}::jsonb from written)`;
}

const keepOutbox = sql`told as (insert into core.outbox (change_id, at, object, record_id, action)
  select ${entry('change_id')}::uuid, ${given('at')}::timestamptz, ${given('object')}, id, ${entry('action')} from written)`;

/** Not yet in the index: see search-fresh.ts. */
const keepTexts = sql`found as (insert into core.search_fresh (record_id, object, texts)
  select id, ${given('object')}, ${entry('texts')} from written
  on conflict (record_id) do update set object = excluded.object, texts = excluded.texts)`;

function entry(column: string): RawBuilder<unknown> {
  return given(parameterName('entry', column));
}

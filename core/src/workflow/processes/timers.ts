import { nextMoment, type DeadlineValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { OutboxEntry } from '../../kernel/outbox.ts';
import type { Catalog } from '../../model/catalog.ts';
import { VALUE_SUFFIX } from '../../model/physical.ts';
import { identifier } from '../../model/physical/sql-text.ts';
import { clocksOf } from '../../records/process/clocks.ts';

/** What is known of a record's time limits: their next moments, by field. */
interface Timer {
  record: string;
  field: string;
  at: string | null;
}

/**
 * Sets when the time limits of changed records have to be looked at next, in the transaction that takes the changes out of
 * the outbox. Objects without time limits cost one look into a map.
 */
export async function keepTimers(tx: Queryable, catalog: Catalog, entries: readonly OutboxEntry[]): Promise<void> {
  for (const [object, group] of Map.groupBy(entries, (entry) => entry.object)) {
    if (!catalog.has(object) || clocksOf(catalog, catalog.object(object)).length === 0) continue;
    await setTimers(tx, catalog, object, [...new Set(group.map((entry) => entry.record_id))]);
  }
}

/** The same for records of one object, as they stand now. */
export async function setTimers(
  tx: Queryable,
  catalog: Catalog,
  object: string,
  records: readonly string[],
): Promise<void> {
  const found = catalog.object(object);
  const fields = clocksOf(catalog, found).map(({ terms }) => found.fields[terms.field]!);
  const columns = fields.map(({ name }) => identifier(name + VALUE_SUFFIX));
  const { rows } = await tx.query<{ id: string; values: (DeadlineValue | null)[] }>(
    `select id, jsonb_build_array(${columns.join()}) as values
     from ${identifier(found.table.schema)}.${identifier(found.table.name)} where id = any($1::uuid[]) and deleted_at is null`,
    [records],
  );
  const timers = rows.flatMap(({ id, values }) =>
    fields.map((field, at): Timer => {
      const value = values[at] ?? null;
      return { record: id, field: field.id, at: value === null ? null : nextMoment(value) };
    }),
  );
  await tx.query(
    `with wanted as materialized (
       select record, field, at from json_to_recordset($1::json) as w(record uuid, field uuid, at timestamptz)
       where at is not null
     ), gone as (
       delete from core.process_timer t where t.record_id = any($2::uuid[])
         and not exists (select from wanted w where w.record = t.record_id and w.field = t.field_id)
     )
     insert into core.process_timer (record_id, field_id, object, at)
     select record, field, $3, at from wanted order by record, field
     on conflict (record_id, field_id) do update set at = excluded.at, object = excluded.object
       where process_timer.at <> excluded.at`,
    [JSON.stringify(timers), records, object],
    'process_timers_set',
  );
}

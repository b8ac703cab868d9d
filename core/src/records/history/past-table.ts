import type { CompiledField } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { OBJECT_SUFFIX } from '../../model/physical.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { given } from '../sql/statement.ts';
import { codecOf, storageOf, storedFields } from '../store/field-column.ts';

/**
 * An object's table as it was at the moment `as_of`: what was not written since stands as it is, and of the rest every
 * later change is taken back, newest first. It has the same columns as the table, so whatever is asked of the one can be
 * asked of the other. Formulas, row rules and converted amounts are today's; roll-ups are made of the past children.
 */
export function pastTable(catalog: Catalog, object: CatalogObject): RawBuilder<unknown> {
  const table = sql.id(object.table.schema, object.table.name);
  const moment = sql`${given('as_of')}::timestamptz`;
  return sql`(
    with undone as materialized (${undoneChanges(catalog, object, moment)})
    select c.* from ${table} as c
    where c.created_at <= ${moment} and not exists (select from undone as u where u.record_id = c.id)
    union all
    select p.* from undone as u join ${table} as c on c.id = u.record_id
    cross join lateral jsonb_populate_record(c, u.patch || ${systemValues(moment)}) as p
    where u.action <> 'create')`;
}

/** Per record written since: its first action since then, and the values before it, by column. */
function undoneChanges(catalog: Catalog, object: CatalogObject, moment: RawBuilder<unknown>): RawBuilder<unknown> {
  const fields = storedFields(object).flatMap((field) => columnsOf(field));
  const rows = fields.map(
    (each) => sql`(${each.id}::uuid, ${each.name}, ${each.column}, ${each.piece}, ${each.pattern}::text)`,
  );
  return sql`
    select l.record_id, min(l.version) as version, (array_agg(l.action order by l.version))[1] as action,
      coalesce(jsonb_object_agg(e.name, e.value order by l.version desc) filter (where e.name is not null), '{}') as patch
    from core.change_log as l
    left join lateral (
      select f.physical as name, ${pieceOf(catalog)} as value
      from jsonb_each(l.changes) as k
      left join core.field_name as n on n.object = l.object and n.name = k.key
        and l.release >= n.since and (n.until is null or l.release < n.until)
      join (values ${sql.join(rows)}) as f(id, name, physical, piece, pattern)
        on case when n.field_id is null then f.name = k.key else f.id = n.field_id end
    ) as e on true
    where l.at > ${moment} and (l.object = ${sql.lit(object.name)} or l.object in (
      select n.object from core.field_name as n where n.field_id = any(${fields.map((each) => each.id)}::uuid[])))
    group by l.record_id`;
}

type Piece = 'whole' | 'text' | 'amount' | 'currency' | 'base' | 'id' | 'object';

/** A column of a field, which piece of the logged value it holds, and what its text must look like. */
interface PastColumn {
  id: string;
  name: string;
  column: string;
  piece: Piece;
  pattern: string | null;
}

/** Where a field has changed its type since, what was logged before may not fit: it is then as if nothing had been there. */
const PATTERNS: Readonly<Record<string, string>> = {
  bigint: '^-?[0-9]{1,18}$',
  numeric: '^-?[0-9]+([.][0-9]+)?$',
  boolean: '^(true|false)$',
  date: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
  time: '^[0-9]{2}:[0-9]{2}',
  timestamptz: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T',
  uuid: '^[0-9a-f]{8}-[0-9a-f-]{27}$',
  'text[]': '^\\[',
  'uuid[]': '^\\[',
};

/** Storage kind → suffix of a column → the piece of the value that it holds. */
const PIECES: Readonly<Record<string, Readonly<Record<string, Piece>>>> = {
  money: { '': 'amount', __currency: 'currency', __base: 'base' },
  text_and_value: { '': 'text' },
  pointer: { '': 'id', [OBJECT_SUFFIX]: 'object' },
};

function columnsOf(field: CompiledField): PastColumn[] {
  const pieces = PIECES[storageOf(field)] ?? {};
  return codecOf(field).columns.map(({ suffix, type }) => {
    const piece = pieces[suffix] ?? 'whole';
    const pattern = (piece === 'whole' && PATTERNS[type]) || null;
    return { id: field.id, name: field.name, column: field.name + suffix, piece, pattern };
  });
}

function pieceOf(catalog: Catalog): RawBuilder<unknown> {
  const before = sql`(k.value -> 0)`;
  const { currency, exchange_rates: rates } = catalog.model.workspace;
  const known = Object.entries({ ...rates, [currency]: '1' });
  const worth = known.map(([code, rate]) => sql`when ${sql.lit(code)} then ${sql.lit(rate)}::numeric`);
  return sql`case f.piece
    when 'amount' then ${before} -> 'amount'
    when 'currency' then ${before} -> 'currency'
    when 'id' then ${before} -> 'id'
    when 'object' then ${before} -> 'object'
    when 'base' then to_jsonb((${before} ->> 'amount')::numeric * case ${before} ->> 'currency' ${sql.join(worth, sql` `)} end)
    when 'text' then to_jsonb(case jsonb_typeof(${before}) when 'object' then
      (select string_agg(v.value, ' ') from jsonb_each_text(${before}) as v) else ${before} #>> '{}' end)
    else case when f.pattern is null or ${before} #>> '{}' ~ f.pattern then ${before} end end`;
}

/** What the system set with the write before: one entry of the log by its key. */
function systemValues(moment: RawBuilder<unknown>): RawBuilder<unknown> {
  const deletedAt = sql`(select max(d.at) from core.change_log as d
    where d.record_id = u.record_id and d.action = 'delete' and d.at <= ${moment})`;
  return sql`coalesce((select jsonb_build_object(
      'version', u.version - 1, 'updated_at', b.at, 'updated_by', b.actor,
      'deleted_at', case when u.action = 'restore' then ${deletedAt} end)
    from core.change_log as b where b.record_id = u.record_id and b.version = u.version - 1), '{}')`;
}

import { MOST_CHILDREN, childListOf, relationOf, type ChildList, type CompiledField } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { Place } from '../sql/record-source.ts';
import { listed } from '../sql/shown-links.ts';

/** The records of a list within a record, in its order and bounded. */
export interface ListSource {
  /** One of them. */
  record: Place;
  /** Each with these columns, as one JSON list; ask for it last, when every path has been resolved. */
  rows(columns: readonly RawBuilder<unknown>[]): RawBuilder<unknown>;
  /** Their ids alone. */
  ids(): RawBuilder<unknown>;
}

/** undefined where the field stands for no list of records that can be seen. */
export function listSource(place: Place, field: CompiledField): ListSource | undefined {
  const children = childListOf(field);
  if (children !== undefined) return childSource(place, field, children);
  const relation = relationOf(field);
  return relation?.kind === 'many' ? referredSource(place, field, relation.to) : undefined;
}

function referredSource(place: Place, field: CompiledField, to: string): ListSource | undefined {
  const object = place.sight.model.objects[to];
  if (object === undefined) return undefined;
  const { records, order, from } = listed(place, field, object);
  const rest = () => sql`${from()} order by ${order}`;
  return {
    record: records.record,
    rows: (columns) => sql`(select json_agg(l) from (select ${sql.join(columns)} ${rest()}) as l)`,
    ids: () => sql`array(select ${sql.id(records.alias, 'id')} ${rest()})`,
  };
}

/** A record without children has an empty list of them; it is never missing. */
function childSource(place: Place, field: CompiledField, { object: name, via }: ChildList): ListSource | undefined {
  const object = place.sight.model.objects[name];
  if (object?.fields[via] === undefined) return undefined;
  const { record, alias, table, seen } = place.among(object);
  const own = sql`${sql.id(alias, via)} = ${sql.id(place.alias, 'id')}`;
  const by = field.order_by === undefined ? undefined : object.fields[field.order_by];
  const keys = [
    ...(by === undefined ? [] : [sql`${record.value(by)} nulls last`]),
    sql`${sql.id(alias, 'created_at')}`,
    sql`${sql.id(alias, 'id')}`,
  ];
  const rest = () =>
    sql`from ${table()} where ${own} and ${seen} order by ${sql.join(keys)} limit ${sql.lit(MOST_CHILDREN)}`;
  return {
    record,
    rows: (columns) => sql`(select coalesce(json_agg(l), '[]') from (select ${sql.join(columns)} ${rest()}) as l)`,
    ids: () => sql`array(select ${sql.id(alias, 'id')} ${rest()})`,
  };
}

import { relationOf, type CompiledField, type CompiledObject, type PartField } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { linkTargets } from '../../model/build-catalog.ts';
import { OBJECT_SUFFIX } from '../../model/physical.ts';
import { seesAll } from '../sight/sees-all.ts';
import type { Sight } from '../sight/sight.ts';
import { storageOf } from '../store/field-column.ts';

/** Records of an object in a subquery, as a sight sees them. */
export interface SeenRecords {
  alias: string;
  /** The table with its joins; ask for it last, when every path has been resolved. */
  table(): RawBuilder<unknown>;
  /** Living, and within the row rule. */
  seen: RawBuilder<unknown>;
  /** The text of their name; undefined where it is hidden. */
  name(): RawBuilder<unknown> | undefined;
}

/** A record in a statement from which others can be reached. */
export interface LinkPlace<Seen extends SeenRecords = SeenRecords> {
  alias: string;
  object: CompiledObject;
  sight: Sight;
  among(object: CompiledObject): Seen;
  nextAlias(): string;
}

/**
 * The value of a field that holds several references or a pointer, less the records its reader may not see; undefined
 * where the column itself is that value.
 */
export function shownLinks(place: LinkPlace, field: CompiledField): RawBuilder<unknown> | undefined {
  const kind = relationOf(field)?.kind;
  if ((kind !== 'many' && kind !== 'any') || seesAll(place.sight, field)) return undefined;
  return kind === 'many' ? shownIds(place, field) : shownPointer(place, field, sql.id(place.alias, field.name));
}

function shownIds(place: LinkPlace, field: CompiledField): RawBuilder<unknown> {
  const [object] = seenTargets(place, field);
  if (object === undefined) return sql`null::uuid[]`;
  const { records, order, from } = listed(place, field, object);
  // The cast keeps it one value where ANY would take a subquery for rows.
  return sql`((select array_agg(${sql.id(records.alias, 'id')} order by ${order}) ${from()})::uuid[])`;
}

/** The records of a list of references, in its order. */
export function listed<Seen extends SeenRecords>(place: LinkPlace<Seen>, field: CompiledField, object: CompiledObject) {
  const each = place.nextAlias();
  const records = place.among(object);
  const ids = sql`unnest(${sql.id(place.alias, field.name)}) with ordinality as ${sql.id(each)}(id, place)`;
  const on = () => sql`on ${sql.id(records.alias, 'id')} = ${sql.id(each, 'id')} and ${records.seen}`;
  return { records, order: sql.id(each, 'place'), from: () => sql`from ${ids} join ${records.table()} ${on()}` };
}

/** What stands there of a pointer, where the record it points to can be seen. */
function shownPointer(place: LinkPlace, field: CompiledField, shown: RawBuilder<unknown>): RawBuilder<unknown> {
  const cases = seenTargets(place, field).map((object) => {
    const all = place.sight.rows(object.name).kind === 'all';
    return sql`when ${sql.lit(object.name)} then ${all ? sql`true` : isSeen(place, field, object)}`;
  });
  if (cases.length === 0) return sql`case when false then ${shown} end`;
  const object = sql.id(place.alias, field.name + OBJECT_SUFFIX);
  return sql`(case when case ${object} ${sql.join(cases, sql` `)} end then ${shown} end)`;
}

function isSeen(place: LinkPlace, field: CompiledField, object: CompiledObject): RawBuilder<unknown> {
  const records = place.among(object);
  const id = sql`${sql.id(records.alias, 'id')} = ${sql.id(place.alias, field.name)}`;
  return sql`exists (select from ${records.table()} where ${id} and ${records.seen})`;
}

function seenTargets(place: LinkPlace, field: CompiledField): CompiledObject[] {
  return linkTargets(field).flatMap((name) => place.sight.model.objects[name] ?? []);
}

/** Object or id of a pointer; undefined for a part of any other value. */
export function pointerPart(place: LinkPlace, part: PartField): RawBuilder<unknown> | undefined {
  const whole = place.object.fields[part.name.slice(0, -part.part.length - 1)];
  if (whole === undefined || storageOf(whole) !== 'pointer') return undefined;
  const column = sql.id(place.alias, part.part === 'id' ? whole.name : whole.name + OBJECT_SUFFIX);
  return seesAll(place.sight, whole) ? sql`${column}` : shownPointer(place, whole, sql`${column}`);
}

/** What is selected of a pointer for its reader: object and id. */
export function selectedPointer(place: LinkPlace, field: CompiledField, whole: RawBuilder<unknown>) {
  return storageOf(field) !== 'pointer' || seesAll(place.sight, field) ? whole : shownPointer(place, field, whole);
}

/** The name of the record that a pointer leads to, as a text. */
export function pointerName(place: LinkPlace, field: CompiledField): RawBuilder<unknown> {
  const cases = seenTargets(place, field).flatMap((object) => {
    const records = place.among(object);
    const name = records.name();
    if (name === undefined) return [];
    const id = sql`${sql.id(records.alias, 'id')} = ${sql.id(place.alias, field.name)}`;
    const found = sql`(select ${name}::text from ${records.table()} where ${id} and ${records.seen})`;
    return [sql`when ${sql.lit(object.name)} then ${found}`];
  });
  if (cases.length === 0) return sql`null::text`;
  return sql`(case ${sql.id(place.alias, field.name + OBJECT_SUFFIX)} ${sql.join(cases, sql` `)} end)`;
}

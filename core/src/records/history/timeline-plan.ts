import { expressionValue, type CompiledObject, type JsonValue } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { linkTargets } from '../../model/build-catalog.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource, type Place } from '../sql/record-source.ts';
import { linksTo } from '../sql/links-to.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import { decoderOf } from '../store/field-column.ts';

/** Reads the activities of one object around a record, newest first. */
export interface TimelinePlan {
  object: string;
  statement: Statement;
  read(row: TimelineRow, column: 'title' | 'type' | 'body'): string | null;
}

export interface TimelineRow {
  id: string;
  at: string;
  by_id: string | null;
  by_name: string | null;
  title: unknown;
  type: unknown;
  body: unknown;
}

/** One plan per object whose records stand in timelines and that has a readable reference to `target`. */
export function timelinePlans(sight: Sight, target: string, after: 'first' | 'later'): TimelinePlan[] {
  return planned(sight.catalog, `timeline|${sight.key}|${target}|${after}`, () =>
    Object.values(sight.model.objects).flatMap((object) => timelinePlan(sight, object, target, after) ?? []),
  );
}

function timelinePlan(
  sight: Sight,
  object: CompiledObject,
  target: string,
  after: 'first' | 'later',
): TimelinePlan | undefined {
  const { timeline } = object;
  const references = Object.values(object.fields).filter(
    (field) => !field.system && linkTargets(field).includes(target),
  );
  const at = timeline && object.fields[timeline.at];
  if (timeline === undefined || at === undefined || references.length === 0) return undefined;
  const source = new RecordSource(sight, object.name).only('living');
  const { record } = source;
  // An activity without a date stands where it was made.
  const time = sql`coalesce(${record.value(at)}::timestamptz, t.created_at)`;
  const author = authorOf(record);
  const columns = { title: timeline.title, type: timeline.type, body: timeline.body };
  const selected = Object.entries(columns).map(([name, field]) => sql`${textColumn(record, field)} as ${sql.id(name)}`);
  source.where(
    sql`(${sql.join(
      references.map((field) => linksTo('t', field, target, sql`array[${given('id')}::uuid]`)),
      sql` or `,
    )})`,
  );
  if (after === 'later')
    source.where(sql`(${time}, t.id) < (${given('at')}::text::timestamptz, ${given('after')}::text::uuid)`);
  const query = sql`select t.id, ${time} as at, ${author}, ${sql.join(selected)} ${source.fromWhere()} order by ${time} desc, t.id desc limit ${given('limit')}`;
  return {
    object: object.name,
    statement: compileStatement(query, memoryOf(sight.catalog).names),
    read: (row, column) => readText(record, columns[column], row[column]),
  };
}

function textColumn(record: Place, name: string | undefined): RawBuilder<unknown> {
  const field = name === undefined ? undefined : record.object.fields[name];
  return field === undefined ? sql`null::text` : record.selected(field);
}

function readText(record: Place, name: string | undefined, raw: unknown): string | null {
  const field = name === undefined ? undefined : record.object.fields[name];
  if (field === undefined || raw === null) return null;
  const value: JsonValue = decoderOf(field, record.sight.catalog.model.workspace.currency)(raw);
  const text = expressionValue(field, value);
  return typeof text === 'string' ? text : JSON.stringify(text);
}

/** Its owner is who called or met; where that is hidden, nobody is named. */
function authorOf(record: Place): RawBuilder<unknown> {
  const owner = record.object.fields['owner'];
  const place = owner === undefined ? undefined : record.follow(owner);
  const name = place?.object.fields['name'];
  if (place === undefined || name === undefined) return sql`null::uuid as by_id, null::text as by_name`;
  return sql`${sql.id(place.alias, 'id')} as by_id, ${place.selected(name)} as by_name`;
}

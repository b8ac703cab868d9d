import { DATE_BUCKETS, traitsOf, type CompiledField, type GroupBy, type Issue, type JsonValue } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { requestSlots } from '../../expressions-sql/sql-scope.ts';
import type { Place } from '../sql/record-source.ts';
import { codecOf } from '../store/field-column.ts';
import { sortable } from './ordering.ts';
import { unknownFieldIssue } from './selection.ts';

/** A value by which records are put together. */
export interface GroupKey {
  /** Its name in the answer: the field or dotted path. */
  name: string;
  expression: RawBuilder<unknown>;
  decode(raw: unknown): JsonValue;
  /** In what order the groups of this key stand, given the column it was selected into. */
  rank(column: RawBuilder<unknown>): RawBuilder<unknown>;
  field: CompiledField;
}

const BUCKETS: ReadonlySet<string> = new Set(DATE_BUCKETS);

export function groupKey(record: Place, by: GroupBy, path: string): GroupKey | Issue {
  const name = typeof by === 'string' ? by : by.field;
  const end = record.find(name.split('.'));
  if (end === undefined) return unknownFieldIssue(record.object, name, path);
  const { place, field } = end;
  const params = { field: field.label };
  const traits = traitsOf(field);
  const value = place.value(field);
  if (typeof by !== 'string' && by.bucket !== undefined) {
    if (!traits.bucketable || !BUCKETS.has(by.bucket)) return { path, code: 'not_bucketable', params };
    return { name, expression: bucketed(field, value, by.bucket), decode: String, rank: (column) => column, field };
  }
  if (!traits.groupable) return { path, code: 'not_groupable', params };
  const { currency } = place.sight.catalog.model.workspace;
  const codec = codecOf(field);
  return {
    name,
    expression: value,
    decode: (raw) => codec.decodeValue(raw, currency),
    rank: (column) => sortable(field, column).expression,
    field,
  };
}

/** The first day of the bucket by the reader's calendar; weeks begin on Monday. */
function bucketed(field: CompiledField, value: RawBuilder<unknown>, bucket: string): RawBuilder<unknown> {
  const local =
    codecOf(field).valueType === 'timestamptz'
      ? sql`(${value} at time zone ${requestSlots('time_zone')}::text)`
      : sql`${value}::timestamp`;
  return sql`date_trunc(${sql.lit(bucket)}, ${local})::date`;
}

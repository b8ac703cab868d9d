import {
  addDays,
  addMonths,
  celLiteral,
  fieldType,
  weekday,
  type CompiledField,
  type GroupBy,
  type JsonValue,
} from '@stratacrm/sdk';
import { inRange } from './narrowing.ts';

type Bucket = Exclude<GroupBy, string>['bucket'];

/** The CEL that finds the records of one group; null where none can be written. */
export function groupFilter(
  path: string,
  field: CompiledField,
  value: JsonValue,
  bucket: Bucket | null,
): string | null {
  if (value === null) return `${path} == null`;
  if (bucket !== null) return inRange(path, { from: String(value), to: nextBucket(String(value), bucket) });
  const literal = celLiteral(plain(value), fieldType(field.type).expressionType(field, fieldType));
  return literal === null ? null : `${path} == ${literal}`;
}

/** The CEL that finds what is in none of the groups. */
export function otherFilter(path: string, field: CompiledField, values: readonly JsonValue[]): string | null {
  const type = fieldType(field.type).expressionType(field, fieldType);
  const literals = values.flatMap((value) => celLiteral(plain(value), type) ?? []);
  const among = `${path} in [${literals.join(', ')}]`;
  if (literals.length === 0) return values.includes(null) ? `${path} != null` : null;
  return values.includes(null) ? `${path} != null && !(${among})` : `(${path} == null || !(${among}))`;
}

/** The first day of the bucket after the one that begins on this day. */
export function nextBucket(day: string, bucket: Bucket): string {
  switch (bucket) {
    case 'day':
      return addDays(day, 1) ?? day;
    case 'week':
      return addDays(day, 7) ?? day;
    case 'month':
      return addMonths(day, 1) ?? day;
    case 'quarter':
      return addMonths(day, 3) ?? day;
    case 'year':
      return addMonths(day, 12) ?? day;
  }
}

/** The first day of the bucket that a day falls into. */
export function bucketOf(day: string, bucket: Bucket): string {
  switch (bucket) {
    case 'day':
      return day;
    case 'week':
      return addDays(day, 1 - weekday(day)) ?? day;
    case 'month':
      return `${day.slice(0, 7)}-01`;
    case 'quarter':
      return `${day.slice(0, 5)}${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
    case 'year':
      return `${day.slice(0, 4)}-01-01`;
  }
}

/** Amounts are compared in the workspace currency, as they are grouped. */
function plain(value: JsonValue): JsonValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value['amount'] ?? null) : value;
}

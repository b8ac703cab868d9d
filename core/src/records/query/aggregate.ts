import { fieldType, minorDigits, traitsOf, type CompiledField, type Issue, type JsonValue } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { PathEnd, Place } from '../sql/record-source.ts';
import { codecOf } from '../store/field-column.ts';
import { sortable } from './ordering.ts';
import { unknownFieldIssue } from './selection.ts';

/** One number (or date, or text) over a group of records. */
export interface Aggregate {
  expression: RawBuilder<unknown>;
  decode(raw: unknown): JsonValue;
  /** As what kind of field `having` sees it. */
  field: Pick<CompiledField, 'type'> & Partial<CompiledField>;
}

type AggregateFunction = 'count' | 'sum' | 'avg' | 'median' | 'min' | 'max';

const CALL = /^\s*(count|sum|avg|median|min|max)\s*\(\s*(?:(distinct)\s+)?([A-Za-z_][\w.]*)?\s*\)\s*$/;

/** `count()`, `count(distinct owner)`, `sum(amount)` … → what it means, or what is wrong with it. */
export function aggregate(record: Place, call: string, path: string): Aggregate | Issue {
  const [, name, distinct, of] = CALL.exec(call) ?? [];
  const refused: Issue = { path, code: 'invalid_aggregate', params: { aggregate: call.slice(0, 200) } };
  if (name === undefined || (of === undefined && (name !== 'count' || distinct !== undefined))) return refused;
  if (of === undefined) return counting(sql`count(*)`);
  const end = record.find(of.split('.'));
  if (end === undefined) return unknownFieldIssue(record.object, of, path);
  if (name === 'count') return countOf(end, distinct !== undefined);
  return distinct === undefined ? (computed(name as AggregateFunction, end) ?? refused) : refused;
}

function counting(expression: RawBuilder<unknown>): Aggregate {
  return { expression, decode: Number, field: { type: 'integer' } };
}

function countOf({ place, field }: PathEnd, distinct: boolean): Aggregate {
  return counting(sql`count(${distinct ? sql`distinct ` : sql``}${place.value(field)})`);
}

function computed(name: AggregateFunction, end: PathEnd): Aggregate | undefined {
  const traits = traitsOf(end.field);
  if (name === 'min' || name === 'max') return traits.sortable ? extreme(name, end) : undefined;
  return traits.summable ? total(name as 'sum' | 'avg' | 'median', end) : undefined;
}

const ORDERED = new Set(['text', 'bigint', 'numeric', 'date', 'time', 'timestamptz']);

function extreme(name: 'min' | 'max', { place, field }: PathEnd): Aggregate | undefined {
  const codec = codecOf(field);
  if (!ORDERED.has(codec.valueType)) return undefined;
  const { currency } = place.sight.catalog.model.workspace;
  const isMoney = codec.valueType === 'numeric' && codec.columns.length > 1;
  const of = first(name, field, place.value(field));
  return {
    expression: isMoney ? sql`round(${of}, ${sql.lit(minorDigits(currency))})` : of,
    decode: (raw) => codec.decodeValue(raw, currency),
    field,
  };
}

/** What stands first, or last, in the order that a list sorted by the field has. */
function first(name: 'min' | 'max', field: CompiledField, value: RawBuilder<unknown>): RawBuilder<unknown> {
  const { expression } = sortable(field, value);
  const end = sql`${sql.raw(name)}(${expression})`;
  if (!traitsOf(field).options) return end;
  const values = (field.options ?? []).map((option) => option.value);
  return sql`(${values}::text[])[${end}]`;
}

/** Half the sum of the two values in the middle, exactly; of an odd number both are the one in the middle. */
function median(value: RawBuilder<unknown>): RawBuilder<unknown> {
  const middle = (direction: string) =>
    sql`percentile_disc(0.5) within group (order by ${value}${sql.raw(direction)})::numeric`;
  return sql`((${middle('')} + ${middle(' desc')}) / 2)`;
}

/** Digits after the point that an average keeps. */
const AVERAGE_SCALE = 6;

/** Amounts are summed in the workspace currency and rounded as it is written. */
function total(name: 'sum' | 'avg' | 'median', { place, field }: PathEnd): Aggregate {
  const codec = codecOf(field);
  const { currency } = place.sight.catalog.model.workspace;
  const value = place.value(field);
  const of = name === 'median' ? median(value) : sql`${sql.raw(name)}(${value})`;
  if (codec.columns.length > 1) {
    const expression = sql`round(${of}, ${sql.lit(minorDigits(currency))})`;
    return { expression, decode: (raw) => codec.decodeValue(raw, currency), field };
  }
  if (name !== 'sum') {
    if (isDuration(field)) return { expression: sql`round(${of})`, decode: Number, field };
    const expression = sql`trim_scale(round(${of}, ${sql.lit(AVERAGE_SCALE)}))`;
    return { expression, decode: String, field: { type: 'decimal' } };
  }
  if (isDuration(field)) return { expression: of, decode: Number, field };
  return codec.valueType === 'bigint'
    ? { expression: of, decode: Number, field: { type: 'integer' } }
    : { expression: of, decode: String, field: { type: 'decimal' } };
}

/** A total of durations is one too; a total of other whole numbers is only a number. */
function isDuration(field: CompiledField): boolean {
  return fieldType(field.type).expressionType(field, fieldType).type === 'duration';
}

import { instantText, sameJson, type JsonValue, type StorageKind } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { OBJECT_SUFFIX, VALUE_SUFFIX } from '../../model/physical.ts';
import { Decimal } from 'decimal.js';
import { jsonBoolean, jsonInstant, jsonInteger, jsonMoney, jsonPlain, jsonText, type WriteJson } from './json-bytes.ts';

/** A physical column behind a field: what stands after the field's name, and its type. */
export interface StorageColumn {
  suffix: string;
  type: string;
}

/** How values of one storage kind go to the database and come back. The only place that knows. */
export interface StorageCodec {
  columns: readonly StorageColumn[];
  /** What is selected so that `decode` can read it. */
  select(alias: string, column: string): RawBuilder<unknown>;
  /** A selected value that is not null → canonical API value. */
  decode(raw: unknown): JsonValue;
  /** The same of what PostgreSQL sends, straight into JSON; absent where only `decode` knows. */
  write?: WriteJson;
  /** The field's value in expressions, sorts and groups: money in the workspace currency. */
  value(alias: string, column: string): RawBuilder<unknown>;
  /** Such a value, not null → canonical API value. */
  decodeValue(raw: unknown, currency: string): JsonValue;
  /** The type of such a value in SQL. */
  valueType: string;
  /** Canonical value → one JSON value per column, as json_to_recordset takes it. */
  encode(value: JsonValue, worth: Worth): JsonValue[];
  /** It has one column, to which values go as they are. */
  plain?: true;
  /** Whether two canonical values are the same to the database; neither is null. */
  same(left: JsonValue, right: JsonValue): boolean;
}

/** An amount of some currency in the workspace currency; null where there is no rate. */
export type Worth = (amount: string, currency: string) => string | null;

const column = (alias: string, name: string): RawBuilder<unknown> => sql`${sql.id(alias, name)}`;
/** The decoder of values that come from the driver as they are told. */
export const asIs = (raw: unknown): JsonValue => raw as JsonValue;
const identical = (left: JsonValue, right: JsonValue): boolean => left === right;
const asNumber = (raw: unknown): number => Number(raw);
const sameNumber = (left: JsonValue, right: JsonValue): boolean => new Decimal(String(left)).eq(String(right));

function plain(type: string, parts: Partial<StorageCodec> = {}): StorageCodec {
  const decode = parts.decode ?? asIs;
  return {
    columns: [{ suffix: '', type }],
    select: column,
    decode,
    value: column,
    decodeValue: decode,
    valueType: type,
    encode: (value) => [value],
    plain: true,
    same: identical,
    ...parts,
  };
}

const money: StorageCodec = {
  columns: [
    { suffix: '', type: 'numeric' },
    { suffix: '__currency', type: 'text' },
    { suffix: '__base', type: 'numeric' },
  ],
  // One text instead of two columns: half the cost of reading it.
  select: (alias, name) => sql`${sql.id(alias, name)}::text || ' ' || ${sql.id(alias, `${name}__currency`)}`,
  decode(raw) {
    const text = String(raw);
    const space = text.indexOf(' ');
    return { amount: text.slice(0, space), currency: text.slice(space + 1) };
  },
  write: jsonMoney,
  value: (alias, name) => sql`${sql.id(alias, `${name}__base`)}`,
  decodeValue: (raw, currency) => ({ amount: String(raw), currency }),
  valueType: 'numeric',
  encode(value, worth) {
    const { amount, currency } = value as { amount: string; currency: string };
    return [amount, currency, worth(amount, currency)];
  },
  same(left, right) {
    const [a, b] = [left, right] as { amount: string; currency: string }[];
    return a!.currency === b!.currency && sameNumber(a!.amount, b!.amount);
  },
};

/** The text is put beside the value by the codec of the field, which knows its type. */
const textAndValue: StorageCodec = {
  columns: [
    { suffix: '', type: 'text' },
    { suffix: VALUE_SUFFIX, type: 'jsonb' },
  ],
  select: (alias, name) => column(alias, name + VALUE_SUFFIX),
  decode: asIs,
  value: column,
  decodeValue: asIs,
  valueType: 'text',
  encode: (value) => [value, value],
  same: sameJson,
};

const pointer: StorageCodec = {
  columns: [
    { suffix: '', type: 'uuid' },
    { suffix: OBJECT_SUFFIX, type: 'text' },
  ],
  select: (alias, name) => sql`${sql.id(alias, name)}::text || ' ' || ${sql.id(alias, name + OBJECT_SUFFIX)}`,
  decode(raw) {
    const text = String(raw);
    return { object: text.slice(text.indexOf(' ') + 1), id: text.slice(0, text.indexOf(' ')) };
  },
  value: column,
  decodeValue: asIs,
  valueType: 'uuid',
  encode(value) {
    const { id, object } = value as { id: string; object: string };
    return [id, object];
  },
  same: sameJson,
};

const codecs: Readonly<Record<StorageKind, StorageCodec>> = {
  text: plain('text', { write: jsonText }),
  bigint: plain('bigint', { decode: asNumber, write: jsonInteger }),
  decimal: plain('numeric', { decode: String, write: jsonPlain, same: sameNumber }),
  boolean: plain('boolean', { write: jsonBoolean }),
  date: plain('date', { write: jsonPlain }),
  time: plain('time', { decode: (raw) => clockTime(String(raw)) }),
  timestamptz: plain('timestamptz', { decode: (raw) => instant(String(raw)), write: jsonInstant }),
  uuid: plain('uuid', { write: jsonPlain }),
  text_array: plain('text[]', { same: sameJson }),
  uuid_array: plain('uuid[]', { same: sameJson }),
  pointer,
  jsonb: plain('jsonb', { same: sameJson }),
  money,
  text_and_value: textAndValue,
  // A formula has no column; the type of its result says how it is read.
  virtual: plain('text'),
};

export function storageCodec(kind: StorageKind): StorageCodec {
  return codecs[kind];
}

/** `2026-11-21 08:30:00.5+00` as PostgreSQL writes it → `2026-11-21T08:30:00.500Z`; without a fraction where it is 0. */
function instant(raw: string): string {
  if (raw.charCodeAt(10) !== 32 || !raw.endsWith('+00')) return instantText(Date.parse(raw));
  const fraction = raw.length > 22 ? raw.slice(20, -3).padEnd(3, '0').slice(0, 3) : '000';
  return `${raw.slice(0, 10)}T${raw.slice(11, 19)}${fraction === '000' ? '' : `.${fraction}`}Z`;
}

/** `09:30:00` → `09:30`; seconds stay where there are any. */
function clockTime(raw: string): string {
  return raw.endsWith(':00') ? raw.slice(0, 5) : raw.slice(0, 8);
}

import {
  formulaValue,
  expressionValue,
  storageOf as kindOfStorage,
  type CompiledField,
  type CompiledObject,
  type JsonValue,
  type PartField,
  type StorageKind,
} from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { VALUE_SUFFIX } from '../../model/physical.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import type { WriteJson } from './json-bytes.ts';
import { storageCodec, type StorageCodec } from './storage-codec.ts';

/** How the field itself is kept; `virtual` for one that is computed. */
export function storageOf(field: CompiledField): StorageKind {
  return kindOfStorage(field);
}

/** The fields of an object that have columns. */
export const storedFields: (object: Pick<CompiledObject, 'fields'>) => readonly CompiledField[] = oncePerObject(
  (object) => Object.values(object.fields).filter(isStored),
);

export function isStored(field: CompiledField): boolean {
  return storageOf(field) !== 'virtual';
}

/** The codec of the field's values; a formula's are those of its result type. */
export function codecOf(field: CompiledField): StorageCodec {
  const kind = storageOf(field);
  if (kind === 'text_and_value') return codecWithText(field);
  return storageCodec(kind === 'virtual' ? kindOfStorage({ type: field.result ?? 'text' }) : kind);
}

const codecWithText: (field: CompiledField) => StorageCodec = oncePerObject((field) => ({
  ...storageCodec('text_and_value'),
  encode: (value) => [expressionValue(field, value), value],
}));

/** A part of a field's value: the city of an address. */
export function partColumn(alias: string, { name, part, type }: PartField): RawBuilder<unknown> {
  const field = name.slice(0, -part.length - 1);
  if (type === 'decimal') return sql`((${sql.id(alias, field)} ->> ${sql.lit(part)})::numeric)`;
  const text = sql`(${sql.id(alias, field + VALUE_SUFFIX)} ->> ${sql.lit(part)})`;
  return storageOf({ type } as CompiledField) === 'timestamptz' ? sql`(${text}::timestamptz)` : text;
}

/** How such a value goes straight into JSON; undefined where it has to be decoded first. */
export function writerOf(field: CompiledField): WriteJson | undefined {
  return isStored(field) ? codecOf(field).write : undefined;
}

const NUMBERS: ReadonlySet<StorageKind> = new Set(['bigint', 'decimal', 'money']);

/** How the value of `Place.selected` becomes a canonical API value. */
export function decoderOf(field: CompiledField, currency: string): (raw: unknown) => JsonValue {
  const codec = codecOf(field);
  if (isStored(field)) return codec.decode;
  const isNumber = NUMBERS.has(kindOfStorage({ type: field.result ?? 'text' }));
  return isNumber ? (raw) => formulaValue(raw, field, { currency }) : (raw) => codec.decodeValue(raw, currency);
}

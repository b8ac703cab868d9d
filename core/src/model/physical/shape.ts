import {
  isFieldType,
  relationOf,
  storageOf as kindOfStorage,
  traitsOf,
  type CompiledField,
  type StorageKind,
} from '@stratacrm/sdk';
import { OBJECT_SUFFIX, VALUE_SUFFIX } from '../physical.ts';
import type { Catalog } from '../catalog.ts';

/**
 * What a column holds: a storage kind with the field type whose values these are, or, for references, with the object whose
 * records they point to. Another type reads other texts, so that its values get a column of their own.
 */
export type Shape = string;

/** The shape of a field's column; null when it has none. */
export function shapeOf(field: CompiledField, catalog: Catalog): Shape | null {
  if (!isFieldType(field.type)) return null;
  const storage = kindOfStorage(field);
  if (storage === 'virtual') return null;
  const relation = relationOf(field);
  const target = relation?.kind === 'one' || relation?.kind === 'many' ? relation.to : null;
  return target !== null && catalog.has(target)
    ? `${storage}:${catalog.object(target).id}`
    : `${storage}:${field.type}`;
}

/** Whether the system draws the field's values from a series. */
export function isNumbered(field: CompiledField): boolean {
  return !field.system && traitsOf(field).numbered;
}

export function storageOf(shape: Shape): StorageKind {
  return shape.split(':', 1)[0] as StorageKind;
}

const postgresTypes: Record<Exclude<StorageKind, 'money' | 'text_and_value' | 'pointer' | 'virtual'>, string> = {
  text: 'text',
  bigint: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  timestamptz: 'timestamptz',
  uuid: 'uuid',
  text_array: 'text[]',
  uuid_array: 'uuid[]',
  jsonb: 'jsonb',
};

/** A physical column: what is put behind the field's name, and its PostgreSQL type. */
export interface ColumnPart {
  suffix: '' | '__currency' | '__base' | typeof VALUE_SUFFIX | typeof OBJECT_SUFFIX;
  type: string;
}

/** The physical columns that together keep one field. */
export function columnParts(shape: Shape): ColumnPart[] {
  const storage = storageOf(shape);
  if (storage === 'virtual') return [];
  if (storage === 'text_and_value') {
    return [
      { suffix: '', type: 'text' },
      { suffix: VALUE_SUFFIX, type: 'jsonb' },
    ];
  }
  if (storage === 'pointer') {
    return [
      { suffix: '', type: 'uuid' },
      { suffix: OBJECT_SUFFIX, type: 'text' },
    ];
  }
  if (storage !== 'money') return [{ suffix: '', type: postgresTypes[storage] }];
  return [
    { suffix: '', type: 'numeric' },
    { suffix: '__currency', type: 'text' },
    { suffix: '__base', type: 'numeric' },
  ];
}

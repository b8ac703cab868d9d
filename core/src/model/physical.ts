import type { CompiledField } from '@stratacrm/sdk';

/** The schema of all record tables. */
export const RECORD_SCHEMA = 'crm';

/** Column names that are taken by a field called `name` whose storage is money. */
export const MONEY_SUFFIXES = ['__currency', '__base'] as const;

/** The column beside that of a field whose value is more than its text. */
export const VALUE_SUFFIX = '__value';

/** The column beside a pointer's id that names the object. */
export const OBJECT_SUFFIX = '__object';

/** First 16 hex digits of a document id: enough to name an index for it, and short. */
function short(id: string): string {
  return id.replaceAll('-', '').slice(0, 16);
}

/** The unique index of a field, by which a violation is told apart. It does not change when the field is renamed. */
export function uniqueIndexName(field: Pick<CompiledField, 'id'>): string {
  return `uq_${short(field.id)}`;
}

export function referenceIndexName(field: Pick<CompiledField, 'id'>): string {
  return `ix_${short(field.id)}`;
}

/** The foreign key of a reference field; its violation means that the target is not there. */
export function foreignKeyName(field: Pick<CompiledField, 'id'>): string {
  return `fk_${short(field.id)}`;
}

/** Qualified name of the sequence that an auto-number field draws from. */
export function sequenceName(field: Pick<CompiledField, 'id'>): string {
  return `${RECORD_SCHEMA}.sq_${short(field.id)}`;
}

import { storageOf, type CompiledField, type JsonValue } from '@stratacrm/sdk';
import { clockIn } from './calendar-days.ts';
import { valueContext } from './value-context.ts';

/** The day that a date or a moment falls on by the reader's clock; null for none. */
export function dayOf(field: CompiledField, value: JsonValue | undefined): string | null {
  if (typeof value !== 'string') return null;
  return storageOf(field) === 'timestamptz' ? clockIn(value, valueContext().time_zone).date : value.slice(0, 10);
}

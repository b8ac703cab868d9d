import {
  childListOf,
  contextBeside,
  describeError,
  fieldType,
  shownText,
  type CompiledField,
  type CompiledObject,
  type JsonValue,
  type ValueContext,
} from '@stratacrm/sdk';
import { currentLocale } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { useSession } from '../stores/session.ts';

/** Language, time zone and currency in which values are now read and shown. */
export function valueContext(): ValueContext {
  const { workspace } = useCatalogue();
  return {
    locale: currentLocale(),
    time_zone: useSession().me?.time_zone || workspace.time_zone,
    currency: workspace.currency,
    phone_country: workspace.phone_country,
  };
}

/** A value as text for people; empty for none. */
export function valueText(field: CompiledField, value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  return shownText(value, field, valueContext());
}

/** The name of a record as people read it; empty where it has none or it was not asked for. */
export function nameText(
  object: CompiledObject | undefined,
  record: { readonly [field: string]: JsonValue } | null,
): string {
  const field = object?.fields[object.name_field];
  const value = record?.[object?.name_field ?? 'name'];
  if (field !== undefined && typeof value === 'object') return valueText(field, value);
  return value === null || value === undefined ? '' : String(value);
}

/** Whether what is written means one thing or another by what the record has in another field. */
export function isReadBeside(field: CompiledField): boolean {
  return field.country_field !== undefined;
}

/** The record that a value is typed into, as far as it is known here. */
export interface Beside {
  fields: CompiledObject['fields'];
  record: { readonly [field: string]: JsonValue | undefined };
}

/** Why a value typed into a form is not acceptable; null when it is. */
export function valueProblem(field: CompiledField, value: JsonValue | undefined, beside?: Beside): string | null {
  if (value === null || value === undefined || value === '') return null;
  // What belongs to the record are records: they are judged row by row, by the server.
  if (childListOf(field) !== undefined) return null;
  // By another field that is not known here: the server reads it.
  if (isReadBeside(field) && beside?.record[field.country_field!] === undefined) return null;
  const context = contextBeside(valueContext(), field, beside?.fields ?? {}, beside?.record ?? {});
  const parsed = fieldType(field.type).parse(value, field, context);
  return parsed.ok ? null : describeError(currentLocale(), parsed.code, parsed.params);
}

import { fieldType, type FieldDocument, type SelectOption } from '@stratacrm/sdk';
import { nextHue } from '../fields/new-field.ts';
import { freeName, suggestName } from '../names/suggest-name.ts';

/** What a field of any type may have. */
const COMMON = new Set([
  'kind',
  'id',
  'name',
  'label',
  'object',
  'help',
  'required',
  'unique',
  'read_only_after_create',
  'sensitivity',
  'meta',
  'archived',
]);

/** The field with another type: settings that this type does not have fall away, and the default with them. */
export function withType(field: FieldDocument, type: string): FieldDocument {
  const settings = new Set(fieldType(type).settings.map((setting) => setting.name));
  const kept = Object.entries(field).filter(([name]) => COMMON.has(name) || settings.has(name));
  return { ...(Object.fromEntries(kept) as unknown as FieldDocument), type };
}

/** Options out of the values in use, one for each that differs by more than its letter case. */
export async function optionsOf(values: readonly string[]): Promise<SelectOption[]> {
  const options: SelectOption[] = [];
  const labels = new Set<string>();
  for (const text of values.map((value) => value.trim())) {
    if (labels.has(text.toLowerCase())) continue;
    labels.add(text.toLowerCase());
    const taken = new Set(options.map((option) => option.value));
    const value = freeName((await suggestName({ en: text, zh: text })) || 'option', taken);
    options.push({ value, label: { en: text, zh: text }, color: nextHue(options) });
  }
  return options;
}

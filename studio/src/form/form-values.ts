import { traitsOf, type CompiledField, type CompiledObject, type JsonValue, type LayoutDocument } from '@stratacrm/sdk';
import type { RecordInput } from '../api/records.ts';
import { plainValue } from '../fields/references.ts';

/** What a form holds: canonical values, references expanded with their name, texts that are no value yet. */
export type FormValues = { [field: string]: JsonValue };

/** Whether people can write this field at all. */
export function isWritable(field: CompiledField): boolean {
  return !traitsOf(field).computed && (!field.system || field.name === 'owner') && field.archived !== true;
}

/** The layout for a record: that of its record type, else the one for all. */
export function layoutOf(object: CompiledObject, values: FormValues): LayoutDocument | undefined {
  const type = object.record_type_field === undefined ? undefined : values[object.record_type_field];
  const living = object.layouts.filter((layout) => layout.archived !== true);
  return (
    living.find((layout) => layout.record_type !== undefined && layout.record_type === type) ??
    living.find((layout) => layout.record_type === undefined) ??
    living[0]
  );
}

/** Fields to ask for on a new record: what the layout says, then whatever is required and not among them. */
export function createFields(object: CompiledObject, layout: LayoutDocument | undefined): string[] {
  const named = layout?.create ?? [object.name_field];
  const needed = Object.values(object.fields)
    .filter((field) => field.required === true && isWritable(field) && field.default === undefined)
    .map((field) => field.name);
  return [...new Set([...named, ...needed])].filter((name) => object.fields[name] !== undefined);
}

/** The defaults of a new record. */
export function defaultValues(object: CompiledObject): FormValues {
  const defaults = Object.values(object.fields).filter((field) => field.default !== undefined && isWritable(field));
  return Object.fromEntries(defaults.map((field) => [field.name, field.default ?? null]));
}

/** What the form says, as the API takes it; with a base only what differs from it. */
export function inputOf(object: CompiledObject, values: FormValues, base?: FormValues): RecordInput {
  const input: RecordInput = {};
  for (const [name, value] of Object.entries(values)) {
    const field = object.fields[name];
    if (field === undefined || !isWritable(field)) continue;
    const plain = plainValue(field, value);
    if (base === undefined ? plain !== null : !sameValue(field, value, base[name])) input[name] = plain;
  }
  return input;
}

/** Whether two values of a field are the same to the server. */
export function sameValue(field: CompiledField, a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return JSON.stringify(plainValue(field, a)) === JSON.stringify(plainValue(field, b));
}

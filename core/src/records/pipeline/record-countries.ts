import {
  contextBeside,
  type CompiledField,
  type CompiledObject,
  type JsonValue,
  type ValueContext,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { scanRecords } from '../scan-records.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import type { RecordState } from '../store/record-changes.ts';
import { isEmpty } from './write-batch.ts';

/** What is to be read, and of which record: null for one that is to be made. */
export interface CountryInput {
  id: string | null;
  input: { readonly [field: string]: JsonValue };
}

type Fields = CompiledObject['fields'];

const asking: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) =>
  Object.values(object.fields).filter((field) => field.country_field !== undefined && field.archived !== true),
);

/** The context for a field of the input at this place. */
export type ContextOf = (index: number, field: CompiledField, context: ValueContext) => ValueContext;

/** Reads one value of the input as this field's. */
type Read = (field: CompiledField, value: JsonValue) => { ok: true; value: JsonValue } | { ok: false };

/**
 * By input, the context in which a field of it is read: with the country that the record names. It comes out of the input
 * itself, or out of the record as its writer sees it: what he may not read does not show in how his numbers are read.
 * null where nothing of this object asks for a country, which is nearly always.
 */
export function recordCountries(
  ctx: AccessContext,
  visible: CompiledObject,
  inputsOf: () => readonly CountryInput[],
  read: Read,
): null | Promise<ContextOf> {
  const possible = asking(ctx.catalog.object(visible.name));
  if (possible.length === 0) return null;
  const inputs = inputsOf();
  const fields = possible.filter((field) => inputs.some(({ input }) => asks(input, field)));
  const beside = [...new Set(fields.map((field) => field.country_field!))].filter((name) => visible.fields[name]);
  return beside.length === 0 ? null : find({ ctx, visible, beside: pick(visible.fields, beside), inputs, read });
}

/** A number with its country code needs no other. */
function asks(input: CountryInput['input'], { name }: CompiledField): boolean {
  const value = input[name];
  return typeof value === 'string' && /^\s*[^+\s]/.test(value);
}

function pick(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, fields[name]!]));
}

interface Search {
  ctx: AccessContext;
  visible: CompiledObject;
  beside: Fields;
  inputs: readonly CountryInput[];
  read: Read;
}

async function find({ ctx, visible, beside, inputs, read }: Search): Promise<ContextOf> {
  const names = Object.keys(beside);
  const isOpen = ({ id, input }: CountryInput): boolean =>
    id !== null && names.some((name) => input[name] === undefined);
  const stored = await readRecords(
    ctx,
    visible.name,
    names,
    inputs.filter(isOpen).map(({ id }) => id!),
  );
  const states = inputs.map(({ id, input }): RecordState => {
    const known = id === null ? defaultsOf(beside, read) : (stored.get(id) ?? {});
    return { ...known, ...given(beside, input, read) };
  });
  return (index, field, context) => contextBeside(context, field, beside, states[index] ?? {});
}

async function readRecords(
  ctx: AccessContext,
  object: string,
  fields: readonly string[],
  ids: readonly string[],
): Promise<Map<string, RecordState>> {
  if (ids.length === 0) return new Map();
  const records = await scanRecords(ctx, object, { fields: ['id', ...fields], ids, limit: ids.length });
  return new Map(records.map((record) => [record.id, record]));
}

/** What is wrong with it is told where the field itself is read. */
function given(beside: Fields, input: CountryInput['input'], read: Read): RecordState {
  const state: RecordState = {};
  for (const [name, field] of Object.entries(beside)) {
    const value = input[name];
    if (value === undefined) continue;
    const parsed = isEmpty(value) ? { ok: true as const, value: null } : read(field, value);
    state[name] = parsed.ok ? parsed.value : null;
  }
  return state;
}

function defaultsOf(beside: Fields, read: Read): RecordState {
  const defaults = Object.values(beside).map((field) => [field.name, field.default ?? null] as const);
  return given(beside, Object.fromEntries(defaults), read);
}

import {
  childListOf,
  contextBeside,
  fieldType,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type Issue,
  type JsonObject,
  type JsonValue,
  type ValueContext,
} from '@stratacrm/sdk';
import { readOwned } from './read-owned.ts';
import { recordCountries, type CountryInput } from './record-countries.ts';
import { unknownFieldIssue } from '../query/selection.ts';
import { readerSight } from '../sight/sight.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { edits, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';

/** What people and programs send becomes canonical values. What is not known, or set by the system, is refused. */
export const parseValues: WriteStage = {
  name: 'parse values',
  run(batch) {
    const { ctx, object } = batch;
    const visible = readerSight(ctx.catalog, ctx.access).model.objects[object.name] ?? { ...object, fields: {} };
    const values = valueContext(batch);
    const writes = edits(batch);
    const countries = recordCountries(
      ctx,
      visible,
      () => writes.map(countryInput),
      (field, input) => parseValue(field, input, values),
    );
    const parse = (beside: (index: number, field: CompiledField) => ValueContext): void => {
      for (const [index, write] of writes.entries()) parseInput(write, visible, (field) => beside(index, field));
    };
    if (countries === null) return parse(() => values);
    return countries.then((contextOf) => parse((index, field) => contextOf(index, field, values)));
  },
};

function parseInput(write: Write, visible: CompiledObject, contextOf: (field: CompiledField) => ValueContext): void {
  const inputs = inputOf(write);
  const given = givenFields(visible);
  for (const name of Object.keys(inputs)) {
    const found = given.get(name);
    const issue =
      found === undefined
        ? unknownFieldIssue(visible, name, name)
        : parseInto(write, found, inputs[name]!, contextOf(found.field));
    if (issue !== undefined) write.issues.push(issue);
  }
}

/** A field to which a value is given, and what kind of value that is. */
interface GivenField {
  field: CompiledField;
  kind: 'value' | 'list' | 'system';
}

const givenFields: (visible: CompiledObject) => ReadonlyMap<string, GivenField> = oncePerObject(
  ({ fields }) => new Map(Object.entries(fields).map(([name, field]) => [name, { field, kind: kindOf(field) }])),
);

function kindOf(field: CompiledField): GivenField['kind'] {
  if (isSetBySystem(field)) return 'system';
  return childListOf(field) === undefined ? 'value' : 'list';
}

function countryInput(write: Write): CountryInput {
  return { id: write.action === 'create' ? null : write.id, input: inputOf(write) };
}

function inputOf(write: Write): { readonly [field: string]: JsonValue } {
  return write.request.action === 'create' || write.request.action === 'update' ? write.request.input : {};
}

/** For a value of the record as it is to be. */
export function contextFor(batch: WriteBatch, write: Write, field: CompiledField): ValueContext {
  return contextBeside(valueContext(batch), field, batch.object.fields, write.after);
}

export function valueContext({ ctx }: Pick<WriteBatch, 'ctx'>): ValueContext {
  const { currency, phone_country } = ctx.catalog.model.workspace;
  return { locale: ctx.locale, time_zone: ctx.actor.timeZone, currency, phone_country, now: ctx.now.getTime() };
}

function parseInto(
  write: Write,
  { field, kind }: GivenField,
  input: JsonValue,
  values: ValueContext,
): Issue | undefined {
  const path = field.name;
  if (kind === 'system') return { path, code: 'read_only_field', params: { label: field.label } };
  if (kind === 'list') return takeOwned(write, field, input);
  if (!isStorable(input)) return { path, code: 'invalid_text' };
  const parsed = parseValue(field, input, values);
  if (!parsed.ok) return { path, code: parsed.code, params: parsed.params };
  write.given[field.name] = parsed.value;
  return undefined;
}

/** The values of what belongs to the record are looked at when its turn comes. */
function takeOwned(write: Write, field: CompiledField, input: JsonValue): undefined {
  const { entries, issues } = readOwned(field, input);
  write.owned = new Map(write.owned).set(field.name, entries);
  write.issues.push(...issues);
}

/** Of what the system sets only the owner is for people to change. */
export function isSetBySystem(field: CompiledField): boolean {
  return (field.system && field.name !== 'owner') || traitsOf(field).computed;
}

export function parseValue(field: CompiledField, input: JsonValue, values: ValueContext) {
  if (input === null || input === '') return { ok: true as const, value: null };
  const parsed = fieldType(field.type).parse(input, field, values);
  return parsed.ok && parsed.value === '' ? { ok: true as const, value: null } : parsed;
}

/** A value that code gives for a field, read as if the writer had given it; or what is wrong with it. */
export function readGiven(
  batch: WriteBatch,
  write: Write,
  field: CompiledField,
  input: JsonValue,
): { value: JsonValue } | { issue: Issue } {
  const path = field.name;
  if (isSetBySystem(field) || childListOf(field) !== undefined)
    return { issue: { path, code: 'read_only_field', params: { label: field.label } } };
  if (!isStorable(input)) return { issue: { path, code: 'invalid_text' } };
  const parsed = parseValue(field, input, contextFor(batch, write, field));
  if (!parsed.ok) return { issue: { path, code: parsed.code, params: parsed.params } };
  const issue = rateIssue(batch, path, parsed.value);
  return issue === undefined ? { value: parsed.value } : { issue };
}

/** PostgreSQL keeps neither NUL nor half a character. */
function isStorable(input: JsonValue): boolean {
  if (typeof input === 'string') return !input.includes('\0') && input.isWellFormed();
  if (typeof input !== 'object' || input === null) return true;
  if (Array.isArray(input)) return input.every(isStorable);
  return Object.keys(input).every((key) => isStorable(key) && isStorable((input as JsonObject)[key]!));
}

/** Amounts are compared in the workspace currency, so there must be a way to it. */
export const convertAmounts: WriteStage = {
  name: 'convert amounts',
  run(batch) {
    const amounts = amountsOf(batch.object);
    if (amounts.length === 0) return;
    for (const write of edits(batch)) {
      for (const { name } of amounts) {
        const issue = rateIssue(batch, name, write.given[name] ?? null);
        if (issue !== undefined) write.issues.push(issue);
      }
    }
  },
};

const amountsOf: (object: CompiledObject) => readonly CompiledField[] = oncePerObject(({ fields }) =>
  Object.values(fields).filter(isAmount),
);

function isAmount(field: CompiledField): boolean {
  return fieldType(field.type).storage === 'money';
}

function rateIssue({ ctx, object }: WriteBatch, name: string, value: JsonValue): Issue | undefined {
  const { rates } = ctx.catalog;
  const field = object.fields[name];
  if (value === null || field === undefined || !isAmount(field)) return undefined;
  const { currency } = value as { currency: string };
  if (currency === rates.currency) return undefined;
  // A currency has a rate on every day or on none.
  if (rates.on(currency, ctx.now.toISOString().slice(0, 10)) !== null) return undefined;
  return { path: name, code: 'no_exchange_rate', params: { currency, base: rates.currency } };
}

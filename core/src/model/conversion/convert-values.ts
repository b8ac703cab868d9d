import {
  convertValue,
  fieldType,
  writtenValue,
  type FieldDocument,
  type JsonValue,
  type Parsed,
  type ValueContext,
} from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { NameSource } from '../physical/name-source.ts';
import { namesOf, recordsNamed, type Named } from './record-names.ts';

/** A field between whose values and texts records may have to be looked up. */
export interface NamedField {
  field: FieldDocument;
  /** Where the records are to which its values point; null when they point to none. */
  names: NameSource | null;
}

/**
 * What the values become in the other field, in their order, each read in the context of its own record; records are
 * looked up once for all of them.
 */
export async function convertValues(
  db: Queryable,
  from: NamedField,
  to: NamedField,
  values: readonly JsonValue[],
  contexts: readonly ValueContext[],
): Promise<Parsed[]> {
  if (to.names !== null && to.names.table === from.names?.table) return values.map((value) => sameRecords(value, to));
  const texts = from.names === null ? values : await namesInstead(db, from.names, values);
  const source: FieldDocument = from.names === null ? from.field : { ...from.field, type: 'text' };
  if (to.names === null) return texts.map((value, at) => convertValue(value, source, to.field, contexts[at]!));
  return pointTo(db, texts, source, { ...to, names: to.names }, contexts);
}

function isList(field: FieldDocument): boolean {
  return fieldType(field.type).expressionType(field, fieldType).type === 'list';
}

/** From one reference to several, or back: the ids go over. */
function sameRecords(value: JsonValue, { field }: NamedField): Parsed {
  const ids = value === null ? [] : Array.isArray(value) ? value : [value];
  return fromIds(ids, field, String(value));
}

function fromIds(ids: readonly JsonValue[], field: FieldDocument, text: string): Parsed {
  if (isList(field)) return { ok: true, value: ids.length === 0 ? null : [...new Set(ids)] };
  if (ids.length > 1) return ambiguous(field, text, ids.length);
  return { ok: true, value: ids[0] ?? null };
}

async function namesInstead(db: Queryable, source: NameSource, values: readonly JsonValue[]): Promise<JsonValue[]> {
  const names = await namesOf(
    db,
    source,
    values.flat().filter((id) => typeof id === 'string'),
  );
  const nameOf = (id: JsonValue): JsonValue => names.get(String(id)) ?? String(id);
  return values.map((value) => (value === null ? null : Array.isArray(value) ? value.map(nameOf) : nameOf(value)));
}

const SEPARATOR = /[,;|，；、\n]/;

/** Texts that name records become these records. */
async function pointTo(
  db: Queryable,
  values: readonly JsonValue[],
  from: FieldDocument,
  to: { field: FieldDocument; names: NameSource },
  contexts: readonly ValueContext[],
): Promise<Parsed[]> {
  const many = isList(to.field);
  const whole = values.map((value, at) => (value === null ? '' : writtenValue(value, from, contexts[at]!)));
  const parts = whole.map((text) => (many ? text.split(SEPARATOR) : []));
  const find = await recordsNamed(
    db,
    to.names,
    [...whole, ...parts.flat()].filter((text) => text.trim() !== ''),
  );
  return whole.map((text, index) => {
    if (text.trim() === '') return { ok: true, value: null };
    const found = find(text);
    if ('id' in found) return fromIds([found.id], to.field, text);
    const items = parts[index]!.filter((part) => part.trim() !== '');
    return items.length > 1 ? all(items, find, to) : notFound(found, to, text);
  });
}

function all(
  items: readonly string[],
  find: (text: string) => Named,
  to: { field: FieldDocument; names: NameSource },
): Parsed {
  const ids: string[] = [];
  for (const item of items) {
    const found = find(item);
    if (!('id' in found)) return notFound(found, to, item.trim());
    ids.push(found.id);
  }
  return fromIds(ids, to.field, items.join(', '));
}

function notFound({ count }: { count: number }, to: { field: FieldDocument; names: NameSource }, text: string): Parsed {
  if (count > 1) return ambiguous(to.field, text, count, to.names.object);
  return {
    ok: false,
    code: 'reference_unresolved',
    params: { object: to.names.object, value: shortened(text), suggestion: '' },
  };
}

function ambiguous(field: FieldDocument, text: string, count: number, object = field.name): Parsed {
  return { ok: false, code: 'reference_ambiguous', params: { object, value: shortened(text), count } };
}

const LONGEST_QUOTE = 80;

function shortened(text: string): string {
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).toWellFormed()}…` : text;
}

import { MOST_CHILDREN, suggestionAmong, isId, type CompiledField, type Issue, type JsonValue } from '@stratacrm/sdk';
import { sortWords } from '../../kernel/input-words.ts';
import type { RecordInput } from '../written-record.ts';
import type { OwnedEntry } from './write-batch.ts';

type Read = { entry: OwnedEntry } | { issue: Issue };

const LISTS = ['create', 'update', 'delete'] as const;

/**
 * The entries of an owned list: `[{…new}, {id, …changes}]`, or each kind by itself as `{create, update, delete}`. What is
 * not named stays as it is: nobody deletes a record by not having seen it.
 */
export function readOwned(field: CompiledField, input: JsonValue): { entries: OwnedEntry[]; issues: Issue[] } {
  const read = readLists(field, input);
  const entries = read.flatMap((each) => ('entry' in each ? [each.entry] : []));
  const issues = read.flatMap((each) => ('issue' in each ? [each.issue] : []));
  return { entries, issues };
}

function readLists(field: CompiledField, input: JsonValue): Read[] {
  const path = field.name;
  if (Array.isArray(input))
    return tooMany(path, input.length) ?? input.map((item, index) => either(item, `${path}[${index}]`));
  if (!isObject(input)) return [{ issue: wrongType(path, EXPECTED, input) }];
  const unknown = Object.keys(input).find((name) => !(LISTS as readonly string[]).includes(name));
  if (unknown !== undefined) {
    const params = { name: unknown, suggestion: suggestionAmong(unknown, LISTS) };
    return [{ issue: { path: `${path}.${unknown}`, code: 'unknown_property', params } }];
  }
  const count = LISTS.reduce((sum, name) => sum + (Array.isArray(input[name]) ? input[name].length : 0), 0);
  return tooMany(path, count) ?? LISTS.flatMap((name) => readList(name, input[name], `${path}.${name}`));
}

function tooMany(path: string, got: number): Read[] | undefined {
  if (got <= MOST_CHILDREN) return undefined;
  return [{ issue: { path, code: 'too_many_values', params: { max: MOST_CHILDREN, got } } }];
}

function readList(list: (typeof LISTS)[number], items: JsonValue | undefined, path: string): Read[] {
  if (items === undefined) return [];
  if (!Array.isArray(items)) return [{ issue: wrongType(path, { en: 'a list', zh: '列表' }, items) }];
  return items.map((item, index) => READERS[list](item, `${path}[${index}]`));
}

const READERS: Readonly<Record<(typeof LISTS)[number], (item: JsonValue, path: string) => Read>> = {
  create: (item, path) =>
    isObject(item) ? { entry: { path, request: { action: 'create', input: item } } } : noRecord(item, path),
  update: (item, path) => (isObject(item) ? change(item, path) : noRecord(item, path)),
  delete: (item, path) => removal(item, path),
};

function either(item: JsonValue, path: string): Read {
  return isObject(item) && 'id' in item ? READERS.update(item, path) : READERS.create(item, path);
}

function change({ id, version, ...input }: { [name: string]: JsonValue }, path: string): Read {
  if (typeof id !== 'string' || !isId(id)) return { issue: wrongType(`${path}.id`, ID, id ?? null) };
  if (version !== undefined && !Number.isSafeInteger(version))
    return { issue: wrongType(`${path}.version`, { en: 'a whole number', zh: '整数' }, version) };
  const expected = version === undefined ? {} : { version: version as number };
  return { entry: { path, request: { action: 'update', id, input: input as RecordInput, ...expected } } };
}

function removal(item: JsonValue, path: string): Read {
  if (typeof item === 'string' && isId(item)) return { entry: { path, request: { action: 'delete', id: item } } };
  return { issue: wrongType(path, ID, item) };
}

const ID = { en: 'the id of a record', zh: '记录 ID' };
const EXPECTED = {
  en: 'a list of records, or {create, update, delete}',
  zh: '记录的列表，或 {create, update, delete}',
};

function noRecord(item: JsonValue, path: string): Read {
  return { issue: wrongType(path, { en: 'a record', zh: '记录' }, item) };
}

function wrongType(path: string, expected: { en: string; zh: string }, got: JsonValue): Issue {
  return { path, code: 'wrong_type', params: { expected, got: sortWords(got) } };
}

function isObject(value: JsonValue | undefined): value is { [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

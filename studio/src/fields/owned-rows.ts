import {
  childListOf,
  relationOf,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type JsonValue,
} from '@stratacrm/sdk';
import { useCatalogue } from '../stores/catalogue.ts';

/** A record of an owned list as a form holds it: its fields, and what was done to it. */
export interface OwnedRow {
  [field: string]: JsonValue;
}

/** Marks of what was done to a row; no field's name has a tilde. */
export const CHANGED = '~changed';
export const GONE = '~gone';
export const KEY = '~key';

const MOST_COLUMNS = 8;

/** The object whose records an owned list shows; undefined where it may not be read. */
export function ownedObject(field: CompiledField): CompiledObject | undefined {
  const catalogue = useCatalogue();
  const object = catalogue.object(childListOf(field)?.object ?? '');
  return object === undefined || catalogue.may(object.name, 'read') === 'no' ? undefined : object;
}

/** What a grid shows of each: what its form asks for on a new one, then what its first view shows. */
export function ownedColumns(field: CompiledField): CompiledField[] {
  const object = ownedObject(field);
  if (object === undefined) return [];
  const via = childListOf(field)!.via;
  const named = [
    object.name_field,
    ...(object.layouts[0]?.create ?? []),
    ...(object.views[0]?.columns.map((column) => column.name) ?? []),
  ];
  const needed = Object.values(object.fields)
    .filter((each) => each.required === true)
    .map((each) => each.name);
  return [...new Set([...named, ...needed])]
    .flatMap((name) => object.fields[name] ?? [])
    .filter((each) => each.name !== via && !each.system && each.archived !== true && childListOf(each) === undefined)
    .filter((each) => useCatalogue().fieldPermission(object.name, each.name) !== 'none')
    .slice(0, MOST_COLUMNS);
}

/** What to ask of each record of the list. */
export function ownedPaths(field: CompiledField): string[] {
  const object = ownedObject(field);
  return object === undefined ? [] : ['version', ...ownedColumns(field).map((column) => pathOf(column))];
}

/** With the name of what a column refers to. */
function pathOf(column: CompiledField): string {
  const catalogue = useCatalogue();
  const relation = relationOf(column);
  if (relation === undefined) return column.name;
  if (relation.kind === 'any') return `${column.name}.name`;
  const target = catalogue.object(relation.to);
  const shown = target !== undefined && catalogue.may(target.name, 'read') !== 'no';
  return shown ? `${column.name}.${target.name_field}` : column.name;
}

export function ownedRows(value: JsonValue | undefined): OwnedRow[] {
  if (!Array.isArray(value)) return [];
  return value.filter((each): each is OwnedRow => typeof each === 'object' && each !== null && !Array.isArray(each));
}

export function isNew(row: OwnedRow): boolean {
  return typeof row['id'] !== 'string';
}

/** Rows that are still there. */
export function isShown(row: OwnedRow): boolean {
  return row[GONE] !== true;
}

/** What was done to the rows, as the API takes it; null where nothing was. */
export function ownedInput(
  field: CompiledField,
  value: JsonValue | undefined,
  plain: (field: CompiledField, value: JsonValue | undefined) => JsonValue,
): JsonValue {
  const columns = ownedColumns(field);
  const { created, updated, removed } = sorted(ownedRows(value));
  const values = (row: OwnedRow): [string, JsonValue][] =>
    columns
      .filter((column) => column.name in row && !traitsOf(column).computed)
      .map((column) => [column.name, plain(column, row[column.name])]);
  const create = created.map((row) => Object.fromEntries(values(row).filter(([, each]) => each !== null)));
  const update = updated.map((row) => ({
    id: row['id']!,
    version: row['version']!,
    ...Object.fromEntries(changed(row, values(row))),
  }));
  const lists = {
    ...(create.length > 0 && { create }),
    ...(update.length > 0 && { update }),
    ...(removed.length > 0 && { delete: removed.map((row) => row['id']!) }),
  };
  return Object.keys(lists).length === 0 ? null : lists;
}

/** Only what was typed: the rest may not be ours to write. */
function changed(row: OwnedRow, values: readonly [string, JsonValue][]): [string, JsonValue][] {
  const names = Array.isArray(row[CHANGED]) ? row[CHANGED] : [];
  return values.filter(([name]) => names.includes(name));
}

function sorted(rows: readonly OwnedRow[]) {
  const saved = rows.filter((row) => !isNew(row));
  return {
    created: rows.filter((row) => isNew(row) && isShown(row)),
    updated: saved.filter((row) => isShown(row) && Array.isArray(row[CHANGED])),
    removed: saved.filter((row) => !isShown(row)),
  };
}

/** Row → field → what the server says of it; the empty field is the row as a whole. */
export type RowProblems = ReadonlyMap<OwnedRow, Readonly<Record<string, string>>>;

/** Finds the rows that the server's paths speak of: `update[0].quantity` is the first row that was changed. */
export function rowProblems(value: JsonValue | undefined, problems: Readonly<Record<string, string>>): RowProblems {
  const { created, updated, removed } = sorted(ownedRows(value));
  const lists: Readonly<Record<string, OwnedRow[]>> = { create: created, update: updated, delete: removed };
  const found = new Map<OwnedRow, Record<string, string>>();
  for (const [path, message] of Object.entries(problems)) {
    const [, list = '', index = '', name = ''] = /^(\w+)\[(\d+)\](?:\.(\w+))?/.exec(path) ?? [];
    const row = lists[list]?.[Number(index)];
    if (row !== undefined) found.set(row, { ...found.get(row), [name]: message });
  }
  return found;
}

import {
  childListOf,
  relationOf,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type JsonValue,
} from '@stratacrm/sdk';
import { ownedInput, ownedPaths } from './owned-rows.ts';
import { nameText } from './value-context.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** A record that a reference points to, as far as it is shown. */
export interface Referred {
  id: string;
  name: string;
}

/** What to ask the server for, so that each field can be shown: references with the name of their record. */
export function selection(object: CompiledObject, names: readonly string[]): string[] {
  return [...new Set(names.flatMap((name) => selected(object, name)))];
}

function selected(object: CompiledObject, path: string): string[] {
  const catalogue = useCatalogue();
  const field = catalogue.field(object.name, path);
  if (field === undefined) return [];
  // The id of a record is a reference to itself: there is no name to fetch along.
  if (field.name === 'id') return [path];
  if (childListOf(field) !== undefined) return ownedPaths(field).map((each) => `${path}.${each}`);
  const relation = relationOf(field);
  if (relation === undefined) return [path];
  if (relation.kind === 'any') return [`${path}.name`];
  const target = catalogue.object(catalogue.targetOf(field) ?? '');
  return target === undefined || catalogue.may(target.name, 'read') === 'no'
    ? [path]
    : [`${path}.${target.name_field}`];
}

/** Every field of the object that this person may read, ready to be shown. */
export function fullSelection(object: CompiledObject): string[] {
  const catalogue = useCatalogue();
  const names = Object.keys(object.fields).filter((name) => catalogue.fieldPermission(object.name, name) !== 'none');
  return ['id', 'version', ...selection(object, names)].filter((name, at, all) => all.indexOf(name) === at);
}

/** The record a reference value stands for; its name is empty when it was not asked for or may not be seen. */
export function referred(field: CompiledField, value: JsonValue | undefined): Referred | null {
  if (typeof value === 'string') return { id: value, name: '' };
  if (typeof value !== 'object' || value === null || Array.isArray(value) || typeof value['id'] !== 'string')
    return null;
  const catalogue = useCatalogue();
  return { id: value['id'], name: nameText(catalogue.object(catalogue.targetOf(field) ?? ''), value) };
}

/** The records a list of references stands for. */
export function referredAll(field: CompiledField, value: JsonValue | undefined): Referred[] {
  return Array.isArray(value) ? value.flatMap((each) => referred(field, each) ?? []) : [];
}

/** The record a pointer stands for, with its object. */
export function pointedAt(value: JsonValue | undefined): (Referred & { object: string }) | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { object, id, name } = value;
  if (typeof object !== 'string' || typeof id !== 'string') return null;
  return { object, id, name: typeof name === 'string' ? name : '' };
}

/** The value at the end of a dotted path of a record with expanded references. */
export function valueAt(record: { [field: string]: JsonValue }, path: string): JsonValue | undefined {
  return path
    .split('.')
    .reduce<JsonValue | undefined>(
      (value, name) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined),
      record,
    );
}

/** The id of the record whose field a dotted path ends at: the record itself, or one that it refers to. */
export function holderOf(record: { [field: string]: JsonValue }, path: string): string | undefined {
  const end = path.lastIndexOf('.');
  const id = end < 0 ? record['id'] : valueAt(record, `${path.slice(0, end)}.id`);
  return typeof id === 'string' ? id : undefined;
}

/** A value as the API takes it: an expanded reference is its id again, rows of an owned list are what was done to them. */
export function plainValue(field: CompiledField, value: JsonValue | undefined): JsonValue {
  if (value === undefined || value === '') return null;
  if (childListOf(field) !== undefined) return ownedInput(field, value, plainValue);
  if (traitsOf(field).reference) return referred(field, value)?.id ?? null;
  switch (relationOf(field)?.kind) {
    case 'many': {
      const ids = referredAll(field, value).map((record) => record.id);
      return ids.length === 0 ? null : ids;
    }
    case 'any': {
      const record = pointedAt(value);
      return record === null ? null : { object: record.object, id: record.id };
    }
    default:
      return value;
  }
}

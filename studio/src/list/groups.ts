import {
  fieldType,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type DateBucket,
  type GroupBy,
  type JsonValue,
} from '@stratacrm/sdk';
import { valueText } from '../fields/value-context.ts';
import { currentLocale, label, t } from '../i18n/i18n.ts';
import { recordName } from '../filter/record-names.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { bucketName, endOfBucket } from './date-bucket.ts';
import { readTotals, type Totals } from './totals.ts';

/** Records with the same value of the field one groups by. */
export interface Group {
  key: string;
  value: JsonValue;
  readonly text: string;
  color?: string | undefined;
  totals: Totals;
  /** CEL that selects exactly its records. */
  filter: string;
}

/** How a field is grouped by: dates by stretches of the calendar. */
export function groupBy(object: CompiledObject, path: string, bucket: DateBucket): GroupBy[] {
  const catalogue = useCatalogue();
  const field = catalogue.field(object.name, path);
  if (field === undefined) return [];
  if (traitsOf(field).bucketable) return [{ field: path, bucket }];
  return [path];
}

/** The groups of an answer: options in their order, days and months as they follow each other, numbers by size; the empty group last. */
export function readGroups(
  object: CompiledObject,
  path: string,
  bucket: DateBucket,
  rows: readonly { [name: string]: JsonValue }[],
): Group[] {
  const field = useCatalogue().field(object.name, path);
  if (field === undefined) return [];
  const groups = rows.map((row) => readGroup(field, path, bucket, row));
  const order = new Map((field.options ?? []).map((option, index) => [option.value, index]));
  return groups.sort(
    (a, b) =>
      place(a, order) - place(b, order) ||
      compareValues(field, a.value, b.value) ||
      a.text.localeCompare(b.text, currentLocale()),
  );
}

/** By what the values are, where their text would put October before September and 10 before 9; 0 where it would not. */
export function compareValues(field: CompiledField, a: JsonValue, b: JsonValue): number {
  if (a === null || b === null) return 0;
  // Stretches of the calendar come as their first days.
  if (traitsOf(field).bucketable) return String(a) < String(b) ? -1 : 1;
  return isNumber(field) ? Number(literalOf(field, a)) - Number(literalOf(field, b)) : 0;
}

function place(group: Group, order: ReadonlyMap<string, number>): number {
  if (group.value === null) return Infinity;
  return order.get(String(group.value)) ?? (order.size > 0 ? order.size : 0);
}

function readGroup(field: CompiledField, path: string, bucket: DateBucket, row: { [name: string]: JsonValue }): Group {
  const value = row[path] ?? null;
  const option = field.options?.find((each) => each.value === value);
  return {
    key: JSON.stringify(value),
    value,
    // Read anew each time: the language may change, and the name of a record may come later.
    get text() {
      return value === null ? t('list.noGroup') : groupText(field, value, bucket);
    },
    color: field.options === undefined ? undefined : (option?.color ?? ''),
    totals: readTotals(row),
    filter: groupFilter(field, path, value, bucket),
  };
}

function groupText(field: CompiledField, value: JsonValue, bucket: DateBucket): string {
  const target = traitsOf(field).reference ? useCatalogue().targetOf(field) : undefined;
  if (target !== undefined) return recordName(target, String(value)) || '…';
  if (traitsOf(field).bucketable) return bucketName(String(value).slice(0, 10), bucket);
  const option = field.options?.find((each) => each.value === value);
  return option === undefined ? valueText(field, value) || String(value) : label(option.label);
}

export function groupFilter(field: CompiledField, path: string, value: JsonValue, bucket: DateBucket): string {
  if (value === null) return `${path} == null`;
  if (traitsOf(field).bucketable) {
    const start = String(value).slice(0, 10);
    return `${path} >= "${start}" && ${path} < "${endOfBucket(start, bucket)}"`;
  }
  return `${path} == ${literalOf(field, value)}`;
}

/** A value of a field as CEL writes it. */
export function literalOf(field: CompiledField, value: JsonValue): string {
  if (!isNumber(field)) return JSON.stringify(value);
  const amount = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['amount'] : value;
  return String(amount);
}

function isNumber(field: CompiledField): boolean {
  const { type } = fieldType(field.type).expressionType(field, fieldType);
  return type === 'int' || type === 'decimal';
}

/** Both conditions at once. */
export function both(...filters: (string | undefined)[]): string | undefined {
  const given = filters.filter((filter) => filter !== undefined && filter.trim() !== '');
  return given.length > 1 ? given.map((filter) => `(${filter})`).join(' && ') : given[0];
}

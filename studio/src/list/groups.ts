import {
  fieldType,
  traitsOf,
  type CompiledField,
  type CompiledObject,
  type GroupBy,
  type JsonValue,
} from '@stratacrm/sdk';
import { addMonths } from '../fields/calendar-days.ts';
import { valueText } from '../fields/value-context.ts';
import { currentLocale, label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { readTotals, type Totals } from './totals.ts';

/** Records with the same value of the field one groups by. */
export interface Group {
  key: string;
  value: JsonValue;
  text: string;
  color?: string | undefined;
  totals: Totals;
  /** CEL that selects exactly its records. */
  filter: string;
}

/** How a field is grouped by: dates by month, references together with the name of their record. */
export function groupBy(object: CompiledObject, path: string): GroupBy[] {
  const catalogue = useCatalogue();
  const field = catalogue.field(object.name, path);
  if (field === undefined) return [];
  if (traitsOf(field).bucketable) return [{ field: path, bucket: 'month' }];
  if (!traitsOf(field).reference) return [path];
  const target = catalogue.object(catalogue.targetOf(field) ?? '');
  return target === undefined ? [path] : [path, `${path}.${target.name_field}`];
}

/** The groups of an answer, options in their order, the empty group last. */
export function readGroups(
  object: CompiledObject,
  path: string,
  rows: readonly { [name: string]: JsonValue }[],
): Group[] {
  const field = useCatalogue().field(object.name, path);
  if (field === undefined) return [];
  const groups = rows.map((row) => readGroup(field, path, row));
  const order = new Map((field.options ?? []).map((option, index) => [option.value, index]));
  return groups.sort((a, b) => place(a, order) - place(b, order) || a.text.localeCompare(b.text, currentLocale()));
}

function place(group: Group, order: ReadonlyMap<string, number>): number {
  if (group.value === null) return Infinity;
  return order.get(String(group.value)) ?? (order.size > 0 ? order.size : 0);
}

function readGroup(field: CompiledField, path: string, row: { [name: string]: JsonValue }): Group {
  const { value, name } = readValue(field, path, row);
  const option = field.options?.find((each) => each.value === value);
  return {
    key: JSON.stringify(value),
    value,
    text: value === null ? t('list.noGroup') : (name ?? groupText(field, value)),
    color: field.options === undefined ? undefined : (option?.color ?? ''),
    totals: readTotals(row),
    filter: groupFilter(field, path, value),
  };
}

function readValue(
  field: CompiledField,
  path: string,
  row: { [name: string]: JsonValue },
): { value: JsonValue; name?: string } {
  const found = row[path] ?? null;
  if (!traitsOf(field).reference) return { value: found };
  const target = useCatalogue().object(useCatalogue().targetOf(field) ?? '');
  const nameField = target?.name_field ?? 'name';
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) {
    return { value: found['id'] ?? null, name: String(found[nameField] ?? '') };
  }
  const name = row[`${path}.${nameField}`];
  return { value: found, ...(typeof name === 'string' ? { name } : {}) };
}

function groupText(field: CompiledField, value: JsonValue): string {
  if (traitsOf(field).bucketable) {
    const month = new Date(`${String(value).slice(0, 7)}-01T00:00:00Z`);
    return new Intl.DateTimeFormat(currentLocale() === 'zh' ? 'zh-CN' : 'en-GB', {
      year: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    }).format(month);
  }
  const option = field.options?.find((each) => each.value === value);
  return option === undefined ? valueText(field, value) || String(value) : label(option.label);
}

function groupFilter(field: CompiledField, path: string, value: JsonValue): string {
  if (value === null) return `${path} == null`;
  if (traitsOf(field).bucketable) {
    const start = `${String(value).slice(0, 7)}-01`;
    return `${path} >= "${start}" && ${path} < "${addMonths(start, 1)}"`;
  }
  return `${path} == ${literalOf(field, value)}`;
}

/** A value of a field as CEL writes it. */
export function literalOf(field: CompiledField, value: JsonValue): string {
  const { type } = fieldType(field.type).expressionType(field, fieldType);
  if (type !== 'int' && type !== 'decimal') return JSON.stringify(value);
  const amount = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['amount'] : value;
  return String(amount);
}

/** Both conditions at once. */
export function both(...filters: (string | undefined)[]): string | undefined {
  const given = filters.filter((filter) => filter !== undefined && filter.trim() !== '');
  return given.length > 1 ? given.map((filter) => `(${filter})`).join(' && ') : given[0];
}

import {
  fieldType,
  traitsOf,
  type DeadlineValue,
  type EditorName,
  type JsonValue,
  type RecordData,
} from '@stratacrm/sdk';
import { limitText } from '../fields/limit-text.ts';
import { linkOfValue } from '../fields/link-of-value.ts';
import { referred, valueAt } from '../fields/references.ts';
import { valueText } from '../fields/value-context.ts';
import { label, t } from '../i18n/i18n.ts';
import { useCatalogue } from '../stores/catalogue.ts';
import { shortNumber } from './cell-number.ts';
import type { GridColumn } from './grid-column.ts';

/** A cell made ready to be drawn by plain elements: a list shows hundreds, and a component for each would be felt. */
export type CellView =
  | { kind: 'empty' }
  /** `whole` where the text is short for it. */
  | { kind: 'text'; text: string; href?: string | undefined; whole?: string | undefined }
  | { kind: 'chips'; chips: { text: string; color: string | undefined }[] }
  | { kind: 'record'; text: string; to: string | null }
  | { kind: 'person'; text: string }
  /** Its type has a way of its own to show it: left to FieldValue. */
  | { kind: 'own'; value: JsonValue };

const PLAIN: ReadonlySet<EditorName> = new Set([
  'line',
  'lines',
  'number',
  'money',
  'percent',
  'date',
  'datetime',
  'written',
  'readonly',
]);

export function cellView(column: GridColumn, record: RecordData): CellView {
  const { field } = column;
  const value = valueAt(record, column.path);
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
    return { kind: 'empty' };
  const traits = traitsOf(field);
  if (traits.reference) return referenceView(column, value);
  if (traits.timed) {
    const { state, color, time } = limitText(value as unknown as DeadlineValue, new Date());
    return { kind: 'chips', chips: [{ text: time === null ? state : `${state}, ${time}`, color }] };
  }
  if (traits.options) return { kind: 'chips', chips: [value].flat().map((each) => chipOf(column, each)) };
  if (typeof value === 'boolean')
    return { kind: 'text', text: value ? `✓ ${t('actions.yes')}` : `– ${t('actions.no')}` };
  if (!PLAIN.has(fieldType(field.type).editor)) return { kind: 'own', value };
  const text = valueText(field, value);
  const short = column.numeric ? shortNumber(text, value, column.width) : null;
  if (short !== null) return { kind: 'text', text: short, whole: text };
  return { kind: 'text', text, href: linkOfValue(field, value) ?? undefined };
}

function chipOf({ field }: GridColumn, value: JsonValue): { text: string; color: string | undefined } {
  const option = field.options?.find((each) => each.value === value);
  return { text: option === undefined ? String(value) : label(option.label), color: option?.color };
}

function referenceView({ field }: GridColumn, value: JsonValue): CellView {
  const found = referred(field, value);
  if (found === null) return { kind: 'empty' };
  if (found.name === '') return { kind: 'text', text: '···' };
  if (fieldType(field.type).editor === 'user') return { kind: 'person', text: found.name };
  const catalogue = useCatalogue();
  const target = catalogue.targetOf(field);
  const opens = target !== undefined && catalogue.object(target)?.managed === false;
  return { kind: 'record', text: found.name, to: opens ? `/o/${target}/${found.id}` : null };
}

import { Decimal } from 'decimal.js';
import {
  emptyRollup,
  fieldType,
  expressionValue,
  traitsOf,
  type CompiledField,
  type JsonValue,
  type Pointer,
  type WorkspaceSettings,
} from '@stratacrm/sdk';
import { columnParts, storageOf, type Shape } from './shape.ts';
import { literal } from './sql-text.ts';

/**
 * A field's default as SQL, for each of its columns, so that the records there are get it too; none when it has none.
 * PostgreSQL keeps such a default beside the table and rewrites no row.
 */
export function defaultLiterals(field: CompiledField, shape: Shape, workspace: WorkspaceSettings): string[] {
  const { computed, file, rolled_up: rolledUp } = traitsOf(field);
  if (rolledUp) return typed(emptyRollup(field, workspace.currency), field, shape, workspace);
  if (field.default === undefined || field.default === null || computed || file) return [];
  const { currency, locale, time_zone, phone_country } = workspace;
  const parsed = fieldType(field.type).parse(field.default, field, { currency, locale, time_zone, phone_country });
  if (!parsed.ok) return [];
  return typed(parsed.value, field, shape, workspace);
}

function typed(value: JsonValue, field: CompiledField, shape: Shape, workspace: WorkspaceSettings): string[] {
  if (value === null) return [];
  const values = columnTexts(value, field, shape, workspace);
  return columnParts(shape).map(({ type }, index) => {
    const value = values[index];
    return `${value == null ? 'null' : literal(value)}::${type}`;
  });
}

/** A canonical value as texts that PostgreSQL casts to the types of its columns. */
export function columnTexts(
  value: JsonValue,
  field: CompiledField,
  shape: Shape,
  workspace: WorkspaceSettings,
): (string | null)[] {
  if (storageOf(shape) === 'money') return moneyTexts(value, workspace);
  if (storageOf(shape) === 'text_and_value') return [String(expressionValue(field, value)), JSON.stringify(value)];
  if (storageOf(shape) === 'pointer') {
    const { id, object } = value as unknown as Pointer;
    return [id, object];
  }
  return [textOf(value, shape)];
}

function textOf(value: JsonValue, shape: Shape): string {
  if (storageOf(shape).endsWith('_array') && Array.isArray(value)) {
    return `{${value.map((item) => JSON.stringify(String(item))).join(',')}}`;
  }
  return storageOf(shape) === 'jsonb' || typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Amount, currency, and the amount in the workspace currency: unknown when there is no rate. */
function moneyTexts(value: JsonValue, workspace: WorkspaceSettings): (string | null)[] {
  const { amount, currency } = value as { amount: string; currency: string };
  const rate = currency === workspace.currency ? '1' : workspace.exchange_rates[currency];
  return [amount, currency, rate === undefined ? null : new Decimal(amount).times(rate).toFixed()];
}

import { fieldType, type CompiledField, type DashboardTile, type JsonValue } from '@stratacrm/sdk';
import { moneyText, numberText } from '../fields/short-number.ts';
import { valueText } from '../fields/value-context.ts';
import { useCatalogue } from '../stores/catalogue.ts';

/** The field that a tile measures; undefined where it counts records or values. */
export function measuredField({ settings }: DashboardTile): CompiledField | undefined {
  const { aggregate = 'count', object, field } = settings;
  if (aggregate === 'count' || aggregate === 'distinct') return undefined;
  return useCatalogue().field(String(object), String(field ?? ''));
}

/** Of no records there are none, and they come to nothing; but they have no average. */
export function isNothingZero({ settings }: DashboardTile): boolean {
  return ['count', 'distinct', 'sum'].includes(String(settings['aggregate'] ?? 'count'));
}

/** The number in a value, for drawing; null where it has none. */
export function numberIn(value: JsonValue | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return Array.isArray(value) ? null : numberIn(value['amount']);
  const number = Number(value);
  return value === '' || Number.isNaN(number) ? null : number;
}

/** A measured value as people read it; `short`: ¥ 4.3M, 431万. */
export function measureText(tile: DashboardTile, value: JsonValue | undefined, short = false): string {
  const number = numberIn(value);
  if (tile.settings['share'] !== undefined) return number === null ? '–' : `${numberText(number, short)}%`;
  const field = measuredField(tile);
  if (value === null || value === undefined) return '–';
  if (typeof value === 'object' && !Array.isArray(value))
    return moneyText(number ?? 0, String(value['currency']), short);
  if (number === null || (field !== undefined && isSpan(field)))
    return field === undefined ? '–' : valueText(field, value);
  const percent = field !== undefined && fieldType(field.type).editor === 'percent';
  return percent ? `${numberText(number, short)}%` : numberText(number, short);
}

/** A number on an axis, in the manner of a value that stands on it. */
export function axisText(tile: DashboardTile, like: JsonValue | undefined, number: number): string {
  const isMoney = typeof like === 'object' && like !== null && !Array.isArray(like);
  return measureText(tile, isMoney ? { ...like, amount: String(number) } : number, true);
}

function isSpan(field: CompiledField): boolean {
  return fieldType(field.type).expressionType(field, fieldType).type === 'duration';
}

import type { JsonValue } from '@stratacrm/sdk';
import { moneyText, numberText } from '../fields/short-number.ts';

/** What a cell keeps free on both sides. */
const PADDING = 16;
/** Signs and points are narrow; digits, whose figures are all alike, and letters are not. */
const NARROW = 4;
const WIDE = 8;

/** A number in short where its column is too narrow for all of it: cut off it would be another number. Null where it fits. */
export function shortNumber(text: string, value: JsonValue, width: number): string | null {
  const needed = [...text].reduce((sum, sign) => sum + (/[.,\s'’-]/.test(sign) ? NARROW : WIDE), PADDING);
  if (needed <= width) return null;
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && 'amount' in value)
    return moneyText(Number(value['amount']), String(value['currency']), true);
  // A span of time and the like have no short form.
  const number = Number(value);
  return typeof value === 'object' || !/^[-\d.,\s'’]+$/.test(text) || Number.isNaN(number)
    ? null
    : numberText(number, true);
}

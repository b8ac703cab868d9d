import { Decimal } from 'decimal.js';
import type { FieldDocument } from '../documents/field.ts';
import { decimalOf } from '../expressions/number.ts';
import { invalidFormat, outOfRange, wrongType } from './failure.ts';
import type { Parsed } from './field-type.ts';

/** Digits before the point that a stored number may have. */
export const MAX_WHOLE_DIGITS = 18;

/** Digits after the point that a field may keep. */
export const MAX_SCALE = 12;

const HIGHEST = decimalOf(10).pow(MAX_WHOLE_DIGITS);
const LOWEST = HIGHEST.neg();

const NUMBER = { en: 'a number such as 1234.56', zh: '数字（例如 1234.56）' };

// Bounded, so that no text of a thousand digits or exponent of a million ever reaches arithmetic.
const DECIMAL_TEXT = /^[+-]?(?:\d{1,60}(?:\.\d{0,60})?|\.\d{1,60})(?:[eE][+-]?\d{1,2})?$/;

/** An exact decimal out of a JSON number or a text without any decoration, or null. */
export function readDecimal(input: unknown): Decimal | null {
  if (typeof input === 'number') return Number.isFinite(input) ? decimalOf(input) : null;
  return typeof input === 'string' && DECIMAL_TEXT.test(input.trim()) ? decimalOf(input.trim()) : null;
}

/** A number as most are written: few digits, and none that would have to be taken away or counted. */
const USUAL = /^(-?)(0|[1-9]\d{0,14})(?:\.(\d{1,12}))?$/;

/** The canonical form of such a text, where it needs no arithmetic; null where it may. */
function usualDecimal(input: unknown, scale: number): string | null {
  const found = typeof input === 'string' ? USUAL.exec(input) : null;
  if (found === null) return null;
  const [, sign = '', whole = '', fraction = ''] = found;
  if (fraction.length > scale || (sign !== '' && whole === '0')) return null;
  return scale === 0 ? sign + whole : `${sign}${whole}.${fraction.padEnd(scale, '0')}`;
}

/** A decimal in the canonical form of its field: exact, as many digits after the point as its scale says. */
export function parseDecimal(input: unknown, scale: number, bounds: Pick<FieldDocument, 'min' | 'max'>): Parsed {
  if (typeof input !== 'number' && typeof input !== 'string') return wrongType(input, NUMBER);
  const usual = bounds.min === undefined && bounds.max === undefined ? usualDecimal(input, scale) : null;
  if (usual !== null) return { ok: true, value: usual };
  const number = readDecimal(input);
  return number === null ? invalidFormat(input, NUMBER) : fitDecimal(number, scale, bounds);
}

/** Refuses what would be lost: neither rounds nor cuts. */
export function fitDecimal(number: Decimal, scale: number, bounds: Pick<FieldDocument, 'min' | 'max'>): Parsed {
  if (number.decimalPlaces() > scale) {
    return { ok: false, code: 'too_precise', params: { scale, got: number.decimalPlaces() } };
  }
  const min = bounds.min === undefined ? LOWEST : decimalOf(bounds.min);
  const max = bounds.max === undefined ? HIGHEST : decimalOf(bounds.max);
  if (number.lt(min) || number.gt(max) || number.lte(LOWEST) || number.gte(HIGHEST))
    return outOfRange(min.toFixed(), max.toFixed());
  return { ok: true, value: decimalText(number, scale) };
}

/** Exactly `scale` digits after the point; a half goes away from zero; never `-0`. */
export function decimalText(number: Decimal, scale: number): string {
  const rounded = number.toDecimalPlaces(scale, Decimal.ROUND_HALF_UP);
  return (rounded.isZero() ? rounded.abs() : rounded).toFixed(scale);
}

/** JSON Schema pattern of a decimal's canonical text. */
export function decimalPattern(scale: number): string {
  return scale === 0 ? '^-?\\d+$' : `^-?\\d+(\\.\\d{1,${scale}})?$`;
}

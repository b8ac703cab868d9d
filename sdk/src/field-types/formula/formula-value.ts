import type { FieldDocument } from '../../documents/field.ts';
import { decimalOf } from '../../expressions/number.ts';
import type { JsonValue } from '../../json.ts';
import { minorDigits } from '../currency/currency-code.ts';
import { decimalText } from '../decimal-value.ts';
import type { ValueContext } from '../field-type.ts';
import { resultType } from './formula.ts';

const DEFAULT_SCALE = 2;

/**
 * The API value of a formula field out of what its expression gave, in JavaScript or in the database: decimals with as
 * many digits as the field shows, amounts in the workspace currency.
 */
export function formulaValue(value: unknown, field: FieldDocument, context: Pick<ValueContext, 'currency'>): JsonValue {
  if (value === null || value === undefined) return null;
  const scale = formulaScale(field, context.currency);
  if (scale === null) return value as JsonValue;
  const number = decimalOf(String(value));
  if (resultType(field).storage === 'bigint') return number.trunc().toNumber();
  const text = decimalText(number, scale);
  return resultType(field).storage === 'money' ? { amount: text, currency: context.currency } : text;
}

/** Digits after the point to which a formula is rounded, half away from zero; null where it gives no number. */
export function formulaScale(field: FieldDocument, currency: string): number | null {
  const { storage } = resultType(field);
  if (storage === 'bigint') return 0;
  if (storage === 'money') return field.scale ?? minorDigits(currency);
  return storage === 'decimal' ? (field.scale ?? DEFAULT_SCALE) : null;
}

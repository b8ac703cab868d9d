import { Decimal } from 'decimal.js';

/**
 * Exact decimal numbers. The checker bounds the digits an expression can produce (MAX_DIGITS), so that at this precision
 * nothing but division and round() ever rounds.
 */
export const ExactDecimal = Decimal.clone({
  precision: 4000,
  rounding: Decimal.ROUND_HALF_UP,
  toExpNeg: -9e15,
  toExpPos: 9e15,
});

/** Digits a number in an expression may have, before and after the point together. */
export const MAX_DIGITS = 1000;

/** Digits after the point that a quotient keeps. */
export const QUOTIENT_SCALE = 12;

const QUOTIENT_SHIFT = new ExactDecimal(10).pow(QUOTIENT_SCALE + 1);

export function decimalOf(value: string | number | Decimal): Decimal {
  return new ExactDecimal(value);
}

/** Exact quotient rounded half away from zero to QUOTIENT_SCALE digits; null for division by zero. */
export function divide(left: Decimal, right: Decimal): Decimal | null {
  if (right.isZero()) return null;
  // The digit after the last kept one decides; so cutting there loses nothing, and PostgreSQL can do the very same.
  return left
    .times(QUOTIENT_SHIFT)
    .divToInt(right)
    .div(QUOTIENT_SHIFT)
    .toDecimalPlaces(QUOTIENT_SCALE, Decimal.ROUND_HALF_UP);
}

/** What is left over, with the sign of the dividend; null for division by zero. */
export function remainder(left: Decimal, right: Decimal): Decimal | null {
  return right.isZero() ? null : left.mod(right);
}

/** Exact decimal text without needless zeros: the form in which expressions hand out decimals. */
export function plainDecimal(value: string | Decimal): string {
  const number = decimalOf(value);
  return number.isZero() ? '0' : number.toFixed();
}

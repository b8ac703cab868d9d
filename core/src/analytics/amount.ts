import type { JsonValue } from '@stratacrm/sdk';
import { Decimal } from 'decimal.js';

/** The number in a value: a count, an exact decimal, an amount of money, a length of time; null for anything else. */
export function amountOf(value: JsonValue): Decimal | null {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return amountOf(value['amount'] ?? null);
  if (typeof value === 'number') return new Decimal(value);
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? new Decimal(value) : null;
}

/** The sum of values of one kind, written as they are; null of none. */
export function sumOf(values: readonly JsonValue[]): JsonValue {
  const [first] = values.filter((value) => value !== null);
  return first === undefined ? null : like(first, total(values));
}

/** One value less others, written as they are. */
export function lessAll(value: JsonValue, others: readonly JsonValue[]): JsonValue {
  const whole = amountOf(value);
  return whole === null ? null : like(value, whole.minus(total(others)));
}

function total(values: readonly JsonValue[]): Decimal {
  return values.reduce((sum: Decimal, value) => sum.plus(amountOf(value) ?? 0), new Decimal(0));
}

function like(value: JsonValue, amount: Decimal): JsonValue {
  if (typeof value === 'number') return amount.toNumber();
  if (typeof value === 'string') return amount.toFixed();
  return { ...(value as { currency: string }), amount: amount.toFixed() };
}

import type { JsonValue } from '@stratacrm/sdk';

export type Row = { $key?: string } & { [field: string]: JsonValue };

export function ref(object: string, key: string): JsonValue {
  return { $ref: `${object}/${key}` };
}

export function days(count: number): JsonValue {
  return { $days: count };
}

/** The first day of a month, so many months from this one. */
export function month(count: number): JsonValue {
  return { $month: count };
}

export function cny(amount: number | string): JsonValue {
  return { amount: String(amount), currency: 'CNY' };
}

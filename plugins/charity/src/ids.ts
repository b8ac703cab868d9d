import type { JsonObject, JsonValue } from '@stratacrm/sdk';

/** The id a reference holds, whether it is written alone or with fields of its record. */
export function idOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'string') return value;
  const id = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['id'] : null;
  return typeof id === 'string' ? id : null;
}

/** A filter for records with one of these values; at most 200, as a page of records has. */
export function isOneOf(field: string, values: Iterable<string>): string {
  return `${field} in [${[...new Set(values)].map((value) => JSON.stringify(value)).join(', ')}]`;
}

/** Lists of at most so many. */
export function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) =>
    items.slice(place * size, (place + 1) * size),
  );
}

/** The number of an amount, whether it comes with its currency or alone. */
export function numberOf(value: JsonValue | undefined): number {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Number(value['amount'] ?? 0);
  return Number(value ?? 0);
}

/** An amount of money as records hold it. */
export function money(amount: number, currency: string): JsonObject {
  return { amount: amount.toFixed(2), currency };
}

/** The currency an amount is in. */
export function currencyOf(value: JsonValue | undefined): string {
  const currency = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['currency'] : null;
  return typeof currency === 'string' ? currency : 'CNY';
}

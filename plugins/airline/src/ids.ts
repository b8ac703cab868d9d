import type { JsonValue } from '@stratacrm/sdk';

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

/** The part of an id that is drawn at random, as a number: the same for one record however often it is asked. */
export function drawnNumber(id: string): bigint {
  const digits = id.replaceAll(/[^\da-f]/g, '').slice(-15);
  return BigInt(`0x${digits === '' ? '0' : digits}`);
}

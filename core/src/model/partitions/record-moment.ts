import { v7 } from 'uuid';

/** Ids hold 48 bits of milliseconds since 1970: what lies before is kept with the oldest. */
const EARLIEST = 0;
const LATEST = 2 ** 48 - 1;

/** A new id that sorts where a record of that moment belongs. */
export function idAt(moment: number): string {
  return v7({ msecs: Math.min(Math.max(Math.trunc(moment), EARLIEST), LATEST) });
}

/** The moment that an id of ours carries, in milliseconds. */
export function momentOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The smallest of all ids from a moment on. */
export function smallestId(moment: Date): string {
  const hex = Math.max(moment.getTime(), EARLIEST).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

import { createHash } from 'node:crypto';
import { StrataError } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { given } from '../sql/statement.ts';
import type { SortKey } from './ordering.ts';

/** The place in an order after which a page begins: the sort keys' values there, as PostgreSQL writes them. */
export type CursorValues = readonly (string | null)[];

const LONGEST = 20_000;

/**
 * A cursor holds only values of fields its reader sorts by, all of which he may read, so it needs no secrecy; that it
 * belongs to the same object and order is checked by a tag.
 */
export function writeCursor(object: string, sort: string | undefined, values: CursorValues): string {
  return Buffer.from(JSON.stringify([orderTag(object, sort), ...values])).toString('base64url');
}

/** Throws `invalid_cursor`. */
export function readCursor(cursor: string, object: string, sort: string | undefined, length: number): CursorValues {
  const [tag, ...values] = parseCursor(cursor);
  const wellFormed = values.every((value) => value === null || typeof value === 'string');
  // The id, which is last, is never missing.
  if (tag !== orderTag(object, sort) || values.length !== length || !wellFormed || values.at(-1) === null)
    throw invalidCursor();
  return values as CursorValues;
}

function parseCursor(cursor: string): unknown[] {
  if (cursor.length > LONGEST) throw invalidCursor();
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parsed)) return parsed;
  } catch {
    // Falls through: what cannot be read is not a cursor.
  }
  throw invalidCursor();
}

function invalidCursor(): StrataError {
  return new StrataError('invalid_cursor', {}, [{ path: 'cursor', code: 'invalid_cursor' }]);
}

/** Waits for a read that used a cursor; a value in it that is not of its type (class 22) makes it invalid. */
export async function refuseBadCursor<Result>(cursor: CursorValues | null, reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    const isDataError = error instanceof Error && 'code' in error && String(error.code).startsWith('22');
    throw cursor !== null && isDataError ? invalidCursor() : error;
  }
}

function orderTag(object: string, sort: string | undefined): string {
  return createHash('sha1')
    .update(`${object} ${sort ?? ''}`)
    .digest('base64url')
    .slice(0, 8);
}

/** Which values are missing: all of the cursor that the statement's text depends on. */
export function cursorShape(values: CursorValues): string {
  return values.map((value) => (value === null ? '-' : '+')).join('');
}

/** The records that come after the cursor's place; `backwards`, in the order read from its end. */
export function afterCursor(keys: readonly SortKey[], values: CursorValues, backwards = false): RawBuilder<unknown> {
  const places = keys.map((key, index) => ({ ...key, at: values[index] === null ? null : parameter(key, index) }));
  if (places.every((place) => place.present && place.descending === keys[0]!.descending)) {
    const comparison = keys[0]!.descending !== backwards ? sql`<` : sql`>`;
    return sql`(${sql.join(keys.map((key) => key.expression))}) ${comparison} (${sql.join(places.map((p) => p.at))})`;
  }
  const branches = places.flatMap((place, index) => {
    const beyond = backwards ? before(place) : after(place);
    return beyond === null ? [] : [sql`(${sql.join([...places.slice(0, index).map(same), beyond], sql` and `)})`];
  });
  return sql`(${sql.join(branches, sql` or `)})`;
}

type CursorPlace = SortKey & { at: RawBuilder<unknown> | null };

function parameter(key: SortKey, index: number): RawBuilder<unknown> {
  return sql`${given(`cursor${index}`)}::text::${sql.raw(key.type)}`;
}

function same(place: CursorPlace): RawBuilder<unknown> {
  return place.at === null ? sql`${place.expression} is null` : sql`${place.expression} = ${place.at}`;
}

/** null: nothing comes after a missing value but other missing ones. */
function after(place: CursorPlace): RawBuilder<unknown> | null {
  if (place.at === null) return null;
  const beyond = sql`${place.expression} ${place.descending ? sql`<` : sql`>`} ${place.at}`;
  return place.present ? beyond : sql`(${beyond} or ${place.expression} is null)`;
}

/** Missing values, which come last, have been passed; what is not missing comes after them. */
function before(place: CursorPlace): RawBuilder<unknown> {
  if (place.at === null) return sql`${place.expression} is not null`;
  return sql`${place.expression} ${place.descending ? sql`>` : sql`<`} ${place.at}`;
}

/** The cursor's values by the names under which the statement knows them. */
export function cursorParameters(values: CursorValues): Record<string, string> {
  return Object.fromEntries(values.flatMap((value, index) => (value === null ? [] : [[`cursor${index}`, value]])));
}

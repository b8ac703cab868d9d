import { StrataError } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { given } from '../sql/statement.ts';

const MIN = 1;
const MAX = 200;

/** Limits that most ask for. */
const USUAL: ReadonlySet<number> = new Set([10, 20, 25, 50, 100, 200]);

/** What a plan's key says of its limit. */
export function limitKey(limit: number): string {
  return USUAL.has(limit) ? String(limit) : '';
}

/**
 * `limit` for a statement, which is given `limit` as well and may want one row more. A usual one stands in the text: of
 * one that it does not know the planner thinks that it is a tenth of the table, and then planned every list anew, which was
 * a third of its cost.
 */
export function limitOf(limit: number, more: 0 | 1): RawBuilder<unknown> {
  return USUAL.has(limit) ? sql.lit(limit + more) : given('limit');
}

/** The limit asked for, or the default. Throws `limit_out_of_range`. */
export function checkLimit(limit: number | undefined, otherwise: number): number {
  if (limit === undefined) return otherwise;
  if (Number.isInteger(limit) && limit >= MIN && limit <= MAX) return limit;
  const params = { min: MIN, max: MAX };
  throw new StrataError('limit_out_of_range', params, [{ path: 'limit', code: 'limit_out_of_range', params }]);
}

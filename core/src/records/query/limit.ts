import { StrataError } from '@stratacrm/sdk';

const MIN = 1;
const MAX = 200;

/** The limit asked for, or the default. Throws `limit_out_of_range`. */
export function checkLimit(limit: number | undefined, otherwise: number): number {
  if (limit === undefined) return otherwise;
  if (Number.isInteger(limit) && limit >= MIN && limit <= MAX) return limit;
  const params = { min: MIN, max: MAX };
  throw new StrataError('limit_out_of_range', params, [{ path: 'limit', code: 'limit_out_of_range', params }]);
}

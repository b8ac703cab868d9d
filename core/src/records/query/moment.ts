import { StrataError, instantText } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';

/** Present: what stands now. Past: what stood at a moment, which statements are given as `as_of`. */
export interface Asked<Ctx extends AccessContext> {
  ctx: Ctx;
  past: boolean;
  values: { as_of?: string };
  /** Part of what a cursor belongs to. */
  place: string;
}

const A_MOMENT = {
  en: 'a moment with its offset such as 2026-11-21T08:30:00Z',
  zh: '带时区的时间（例如 2026-11-21T08:30:00Z）',
};
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The context in which a question about a moment is answered: its clock stands at that moment, so that formulas and
 * filters with `today()` mean that day. Throws `invalid_format` at `as_of`.
 */
export function askedAt<Ctx extends AccessContext>(ctx: Ctx, asOf: string | undefined): Asked<Ctx> {
  if (asOf === undefined) return { ctx, past: false, values: {}, place: '' };
  const time = INSTANT.test(asOf) ? Date.parse(asOf) : Number.NaN;
  if (Number.isNaN(time)) throw StrataError.invalid([{ path: 'as_of', code: 'invalid_format', params: form(asOf) }]);
  const now = new Date(Math.min(time, ctx.now.getTime()));
  const moment = instantText(now.getTime());
  return { ctx: { ...ctx, now }, past: true, values: { as_of: moment }, place: ` as of ${moment}` };
}

function form(value: string) {
  return { value: value.slice(0, 60), expected: A_MOMENT };
}

import { StrataError, type JsonValue } from '@stratacrm/sdk';
import { idempotently } from '../records/idempotency.ts';
import type { RequestContext } from './request-context.ts';
import type { Answer, RouteRequest } from './route.ts';

const HEADER = 'Idempotency-Key';

/** What is remembered of a request that was carried out: enough to answer it again, under the rights of that time. */
interface Carried {
  /** Sent again as it was. */
  result: JsonValue;
}

/**
 * Carries a request out once, however often it is sent with its Idempotency-Key. `answer` makes the answer from the
 * result, also of a repetition, so that nobody reads out of the memory what he may no longer read.
 */
export async function once<Result extends JsonValue>(
  request: Pick<RouteRequest<unknown, unknown, unknown>, 'ctx' | 'header' | 'body'>,
  place: string,
  work: (ctx: RequestContext) => Promise<Result>,
  answer: (result: Result, replayed: boolean) => Promise<Answer>,
): Promise<Answer> {
  const key = request.header(HEADER);
  if (key === undefined) return answer(await work(request.ctx), false);
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw StrataError.invalid([{ path: HEADER, code: 'invalid_format', params: FORM(key) }]);
  const content = [place, request.body as JsonValue];
  const done = await idempotently(
    request.ctx,
    { key, request: content },
    async (ctx): Promise<{ result: JsonValue }> => ({
      result: await work(ctx),
    }),
  );
  const told = await answer((done.answer as Carried).result as Result, done.replayed);
  return done.replayed ? { ...told, headers: { ...told.headers, 'Idempotency-Replayed': 'true' } } : told;
}

function FORM(key: string) {
  return {
    value: key.slice(0, 60),
    expected: { en: '1 to 200 visible ASCII characters', zh: '1 到 200 个可见的 ASCII 字符' },
  };
}

import type { JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

/** A request that must take effect once, however often it is sent. */
export interface IdempotentRequest {
  /** The caller's Idempotency-Key. */
  key: string;
  /** What makes two requests the same: method, path and body. */
  request: JsonValue;
}

export interface IdempotentAnswer<Answer> {
  answer: Answer;
  /** true: taken from memory, nothing was done. */
  replayed: boolean;
}

/**
 * Does the work once per actor and key, in one transaction with the memory of its answer; the work is given the context
 * of that transaction. A second request with the key waits for the first, then gets the same answer; one with other
 * content throws `idempotency_mismatch`. An answer that is an error is not remembered.
 */
export async function idempotently<Context extends AccessContext, Answer extends JsonValue>(
  _ctx: Context,
  _request: IdempotentRequest,
  _work: (ctx: Context) => Promise<Answer>,
): Promise<IdempotentAnswer<Answer>> {
  throw new Error('Not built yet');
}

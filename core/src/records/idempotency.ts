import { createHash } from 'node:crypto';
import { StrataError, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { atomically } from './store/atomically.ts';

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
  ctx: Context,
  request: IdempotentRequest,
  work: (ctx: Context) => Promise<Answer>,
): Promise<IdempotentAnswer<Answer>> {
  const actor = ctx.actor.userId;
  if (actor === null) return { answer: await work(ctx), replayed: false };
  const hash = createHash('sha256').update(JSON.stringify(request.request)).digest();
  return atomically(ctx.db, async (db) => {
    // The only lock held while the work runs is the key's own row, for which only a repetition waits.
    const claimed = await db.query(
      `insert into core.idempotency_key (user_id, key, request_hash) values ($1, $2, $3) on conflict do nothing`,
      [actor, request.key, hash],
      'idempotency_claim',
    );
    if (claimed.rowCount === 0) return replay<Answer>(db, actor, request.key, hash);
    const answer = await work({ ...ctx, db });
    await db.query(
      'update core.idempotency_key set answer = $3 where user_id = $1 and key = $2',
      [actor, request.key, JSON.stringify(answer)],
      'idempotency_keep',
    );
    return { answer, replayed: false };
  });
}

async function replay<Answer extends JsonValue>(
  db: AccessContext['db'],
  actor: string,
  key: string,
  hash: Buffer,
): Promise<IdempotentAnswer<Answer>> {
  const { rows } = await db.query<{ request_hash: Buffer; answer: Answer }>(
    'select request_hash, answer from core.idempotency_key where user_id = $1 and key = $2',
    [actor, key],
    'idempotency_replay',
  );
  const kept = rows[0];
  // The first request failed just now and took its key with it.
  if (kept === undefined) throw new StrataError('write_conflict');
  if (!hash.equals(kept.request_hash)) throw new StrataError('idempotency_mismatch');
  return { answer: kept.answer, replayed: true };
}

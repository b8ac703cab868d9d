import type { AuditAction, AuditSubject, JsonObject } from '@stratacrm/sdk';
import type { Context } from '../../kernel/context.ts';
import type { Queryable, Transaction } from '../../kernel/database.ts';
import { hashOf, NO_HASH, type AuditContent } from './audit-chain.ts';

/** Who did it, and from where. */
export type AuditAuthor = Pick<Context, 'actor'> & Partial<Pick<Context, 'origin' | 'requestId'>>;

/** What happened. No secret belongs into the detail, nor a value of a record. */
export interface AuditNote {
  action: AuditAction;
  subject?: AuditSubject;
  detail?: JsonObject;
}

/** Any constant: each entry follows the one before, so one is written after the other. */
const AUDIT_LOCK = 7_281_951_060;

/**
 * Appends an entry, in the transaction of what it tells of: both are there or neither. To be called last in it, for all
 * others who write an entry wait until its end.
 */
export async function writeAudit(tx: Transaction, author: AuditAuthor, note: AuditNote): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [AUDIT_LOCK]);
  const last = await lastEntry(tx);
  const content = contentOf(author, note, last.number + 1);
  const { actor, subject } = content;
  await tx.query(
    `insert into core.audit_entry (number, at, action, actor_id, actor_name, actor_email, api_key, address, user_agent,
       request_id, subject_kind, subject_id, subject_name, detail, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      content.number,
      content.at,
      content.action,
      actor.id,
      actor.name,
      actor.email,
      content.api_key,
      content.address,
      content.user_agent,
      content.request_id,
      subject?.kind ?? null,
      subject?.id ?? null,
      subject?.name ?? null,
      JSON.stringify(content.detail),
      hashOf(last.hash, content),
    ],
  );
}

/** The newest entry's number and hash; zero before there is any. */
export async function lastEntry(db: Queryable): Promise<{ number: number; hash: Buffer }> {
  const { rows } = await db.query<{ number: string; hash: Buffer }>(
    'select number, hash from core.audit_entry order by number desc limit 1',
  );
  return rows[0] === undefined ? { number: 0, hash: NO_HASH } : { number: Number(rows[0].number), hash: rows[0].hash };
}

function contentOf({ actor, origin, requestId }: AuditAuthor, note: AuditNote, number: number): AuditContent {
  return {
    number,
    at: new Date().toISOString(),
    action: note.action,
    actor: { id: actor.userId, name: actor.name, email: actor.email },
    api_key: actor.apiKeyId ?? null,
    address: origin?.address ?? null,
    user_agent: origin?.userAgent?.slice(0, 400) ?? null,
    request_id: requestId ?? null,
    subject: note.subject ?? null,
    detail: note.detail ?? {},
  };
}

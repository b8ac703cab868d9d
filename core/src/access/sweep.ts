import type { Queryable } from '../kernel/database.ts';

/** How long a repeated request is still known by its Idempotency-Key. */
const KEYS_KEPT = '2 days';

/** A share that has ended counts no more from that moment; its row goes later, so that sweeping is no part of any read. */
const SHARES_KEPT = '1 day';

/** Takes out sessions that have ended, and what is remembered of attempts and requests that nobody repeats any more. */
export async function sweepAccess(db: Queryable): Promise<void> {
  await db.query('delete from core.session where expires_at < now()');
  await db.query(`delete from core.sign_in_attempt where last_at < now() - interval '1 day'`);
  await db.query(`delete from core.record_share where expires_at < now() - interval '${SHARES_KEPT}'`);
  await db.query(`delete from core.idempotency_key where created_at < now() - interval '${KEYS_KEPT}'`);
}

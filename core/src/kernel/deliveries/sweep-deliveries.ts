import type { Queryable } from '../database.ts';
import { DELIVERY_JOB } from './outside.ts';

/** How long what was sent, and to whom, is kept for people who ask. */
const KEPT_DAYS = 30;

/** Takes up deliveries whose job was lost, and forgets those that were settled long ago. */
export async function sweepDeliveries(db: Queryable): Promise<void> {
  await db.query(
    `select count(graphile_worker.add_job('${DELIVERY_JOB}', json_build_object('id', id), job_key => '${DELIVERY_JOB} ' || id,
       queue_name => lane))
     from (select id, lane from core.delivery where state = 'pending' and next_try < now() - interval '5 minutes' limit 1000) lost`,
  );
  await db.query(`delete from core.sent_mail where at < now() - $1 * interval '1 day'`, [KEPT_DAYS]);
  await db.query(`delete from core.delivery where settled_at < now() - $1 * interval '1 day'`, [KEPT_DAYS]);
}

import { StrataError } from '@stratacrm/sdk';
import type { Database, Queryable } from '../database.ts';
import type { DeliveryRow, DeliveryState } from './delivery.ts';
import { enqueueDelivery } from './outside.ts';

/** Which deliveries to list. */
export interface DeliveryQuery {
  state?: DeliveryState | undefined;
  kind?: string | undefined;
  before?: string | undefined;
  limit: number;
}

/** Deliveries, newest first. */
export async function listDeliveries(
  db: Queryable,
  query: DeliveryQuery,
): Promise<{ rows: DeliveryRow[]; more: boolean }> {
  const { rows } = await db.query<DeliveryRow>(
    `select * from core.delivery
     where ($1::text is null or state = $1) and ($2::text is null or kind = $2) and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [query.state ?? null, query.kind ?? null, query.before ?? null, query.limit + 1],
  );
  return { rows: rows.slice(0, query.limit), more: rows.length > query.limit };
}

/** Has a failed delivery that no run waits for tried anew. Throws `unknown_delivery`, `delivery_of_run`. */
export async function retryDelivery(database: Database, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const { rows } = await tx.query<DeliveryRow & { then_job: string | null }>(
      'select * from core.delivery where id = $1 for update',
      [id],
    );
    const row = rows[0];
    if (row === undefined) throw new StrataError('unknown_delivery', { id });
    // The run went on, or waits for somebody to resume it: its step wishes the delivery again.
    if (row.then_job !== null) throw new StrataError('delivery_of_run');
    if (row.state !== 'failed') throw new StrataError('delivery_not_failed', { state: row.state });
    await tx.query(
      `update core.delivery set state = 'pending', attempts = 0, next_try = now(), settled_at = null where id = $1`,
      [id],
    );
    await enqueueDelivery(tx, row);
  });
}

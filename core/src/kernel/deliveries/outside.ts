import { v7 } from 'uuid';
import type { Queryable } from '../database.ts';
import { enqueueJob } from '../jobs.ts';
import type { DeliveryOutcome, DeliveryWish } from './delivery.ts';

/**
 * The one way to ask for anything outside the database. What is wished is kept with the transaction that wishes it, and
 * done after its commit. Whoever only tries something out hands in `recordingOutside`, and nothing leaves the house.
 */
export interface Outside {
  /** Again with the same key: what was delivered is not done again; what failed or was cancelled is tried anew, with this payload. */
  request(db: Queryable, wish: DeliveryWish): Promise<DeliveryOutcome>;
  /** How the wish of this key stands; null when there is none. */
  outcome(db: Queryable, key: string): Promise<DeliveryOutcome | null>;
}

export const DELIVERY_JOB = 'deliver';

/** Tries when the wish does not say. */
const TRIES = 7;

/** The real one: a row in `core.delivery` and a job. */
export const outside: Outside = {
  async request(db, { kind, key, payload, tries = TRIES, belongsTo, then }) {
    const { rows } = await db.query<DeliveryOutcome & { id: string; armed: boolean }>(
      REQUEST,
      [
        v7(),
        key,
        kind,
        JSON.stringify(payload),
        tries,
        belongsTo ?? null,
        then?.job ?? null,
        then === undefined ? null : JSON.stringify(then.payload),
      ],
      'delivery_request',
    );
    const { id, armed, ...outcome } = rows[0]!;
    if (armed) await enqueueDelivery(db, id);
    return outcome;
  },
  async outcome(db, key) {
    const { rows } = await db.query<DeliveryOutcome>(
      'select state, response, error from core.delivery where key = $1',
      [key],
      'delivery_outcome',
    );
    return rows[0] ?? null;
  },
};

const REQUEST = `
  insert into core.delivery as d (id, key, kind, payload, tries, belongs_to, then_job, then_payload)
  values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8::jsonb)
  on conflict (key) do update set
    payload = case when d.state in ('failed', 'cancelled') then excluded.payload else d.payload end,
    attempts = case when d.state in ('failed', 'cancelled') then 0 else d.attempts end,
    tries = excluded.tries,
    next_try = case when d.state in ('failed', 'cancelled') then now() else d.next_try end,
    settled_at = case when d.state in ('failed', 'cancelled') then null else d.settled_at end,
    state = case when d.state in ('failed', 'cancelled') then 'pending' else d.state end,
    then_job = excluded.then_job, then_payload = excluded.then_payload
  returning id, state, response, error, state = 'pending' and attempts = 0 as armed`;

/** Has the delivery tried at a moment, or at once. */
export async function enqueueDelivery(db: Queryable, id: string, runAt?: Date): Promise<void> {
  await enqueueJob(db, DELIVERY_JOB, { id }, { key: `${DELIVERY_JOB} ${id}`, ...(runAt && { runAt }) });
}

/** Deliveries of something that was cancelled are not tried any more. */
export async function cancelDeliveries(db: Queryable, belongsTo: string): Promise<void> {
  await db.query(
    `update core.delivery set state = 'cancelled', settled_at = now() where belongs_to = $1 and state = 'pending'`,
    [belongsTo],
    'delivery_cancel',
  );
}

/** An outside for trials: everything wished is written down here and answered at once as if it had gone well. */
export interface RecordingOutside extends Outside {
  readonly wishes: readonly DeliveryWish[];
}

export function recordingOutside(): RecordingOutside {
  const wishes: DeliveryWish[] = [];
  const answered = ({ sample = null }: DeliveryWish): DeliveryOutcome => ({
    state: 'delivered',
    response: sample,
    error: null,
  });
  return {
    wishes,
    request(_, wish) {
      wishes.push(wish);
      return Promise.resolve(answered(wish));
    },
    outcome(_, key) {
      const found = wishes.find((wish) => wish.key === key);
      return Promise.resolve(found === undefined ? null : answered(found));
    },
  };
}

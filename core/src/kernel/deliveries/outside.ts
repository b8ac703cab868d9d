import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { Queryable } from '../database.ts';
import { enqueueJob } from '../jobs.ts';
import type { DeliveryOutcome, DeliveryRow, DeliveryWish } from './delivery.ts';

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
  async request(db, { kind, key, payload, target = '', tries = TRIES, belongsTo, then }) {
    const id = v7();
    const { rows } = await db.query<DeliveryOutcome & Lane & { armed: boolean }>(
      REQUEST,
      [
        id,
        key,
        kind,
        JSON.stringify(payload),
        tries,
        belongsTo ?? null,
        then?.job ?? null,
        then === undefined ? null : JSON.stringify(then.payload),
        laneOf(kind, target, id),
      ],
      'delivery_request',
    );
    const { id: kept, lane, armed, ...outcome } = rows[0]!;
    if (armed) await enqueueDelivery(db, { id: kept, lane });
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
  insert into core.delivery as d (id, key, kind, payload, tries, belongs_to, then_job, then_payload, lane)
  values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8::jsonb, $9)
  on conflict (key) do update set
    payload = case when d.state in ('failed', 'cancelled') then excluded.payload else d.payload end,
    attempts = case when d.state in ('failed', 'cancelled') then 0 else d.attempts end,
    tries = excluded.tries,
    next_try = case when d.state in ('failed', 'cancelled') then now() else d.next_try end,
    settled_at = case when d.state in ('failed', 'cancelled') then null else d.settled_at end,
    state = case when d.state in ('failed', 'cancelled') then 'pending' else d.state end,
    then_job = excluded.then_job, then_payload = excluded.then_payload, lane = excluded.lane
  returning id, lane, state, response, error, state = 'pending' and attempts = 0 as armed`;

export type Lane = Pick<DeliveryRow, 'id' | 'lane'>;

/** Has the delivery tried at a moment, or at once. */
export async function enqueueDelivery(db: Queryable, { id, lane }: Lane, runAt?: Date): Promise<void> {
  const options = { key: `${DELIVERY_JOB} ${id}`, ...(lane !== null && { queue: lane }), ...(runAt && { runAt }) };
  await enqueueJob(db, DELIVERY_JOB, { id }, options);
}

/** How many of the couriers, in all processes, may be at one target at a time. */
const LANES = 2;

/** Targets are as many as people write; queues of jobs are kept, so they share this number of them. */
const TARGETS = 64;

function laneOf(kind: string, target: string, id: string): string {
  const digest = createHash('sha256').update(`${kind} ${target}`).digest();
  return `${DELIVERY_JOB} ${digest.readUInt16BE() % TARGETS}.${Number.parseInt(id.slice(-4), 16) % LANES}`;
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

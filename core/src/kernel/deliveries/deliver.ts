import { StrataError, type JsonValue } from '@stratacrm/sdk';
import type { Database, Queryable } from '../database.ts';
import { enqueueJob, type JobHandlers, type JobRun } from '../jobs.ts';
import type { Log } from '../log.ts';
import { TryLater, type Carriers } from './carrier.ts';
import type { DeliveryError, DeliveryRow } from './delivery.ts';
import { DELIVERY_JOB, enqueueDelivery } from './outside.ts';

export interface DeliveryOptions {
  readonly database: Database;
  readonly log: Log;
  readonly carriers: Carriers;
  /** Milliseconds before the second try, the third …; the last goes for all that follow. */
  readonly delays?: readonly number[];
  /** Milliseconds a try may take. */
  readonly longest?: number;
}

const DELAYS = [5, 30, 120, 900, 7_200, 28_800].map((seconds) => seconds * 1_000);

/** A carrier has limits of its own; this one holds even for a carrier that never answers. */
const LONGEST_MS = 90_000;

/** The job that tries deliveries. To be done by workers of its own: a target that hangs must hold up nobody else. */
export function deliveryJobs(options: DeliveryOptions): JobHandlers {
  return { [DELIVERY_JOB]: (payload, job) => tryDelivery(options, (payload as { id: string }).id, job) };
}

type ClaimedRow = DeliveryRow & { then_job: string | null; then_payload: JsonValue };

async function tryDelivery(options: DeliveryOptions, id: string, job: JobRun): Promise<void> {
  const { database, longest = LONGEST_MS } = options;
  const claimed = await claim(database, id, longest);
  if (claimed === null) return;
  const outcome = await perform(options, claimed, job.signal, longest);
  if ('error' in outcome && job.signal.aborted) {
    // The process stops in the middle: nobody knows what became of it, so it is tried again at once by another.
    await giveBack(database, claimed);
    return;
  }
  await database.transaction(async (tx) => {
    if ('error' in outcome && outcome.again !== null && claimed.attempts < claimed.tries) {
      const at = new Date(Date.now() + Math.max(outcome.again, delayAfter(options, claimed.attempts)));
      await postpone(tx, claimed, outcome.error, at);
    } else await settle(tx, claimed, outcome);
  });
}

/** One more try; whoever else has it in hand keeps it until his time is over. */
async function claim(database: Database, id: string, longest: number): Promise<ClaimedRow | null> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.query<ClaimedRow & { free: boolean }>(
      `select *, next_try <= now() + interval '1 second' as free from core.delivery
       where id = $1 and state = 'pending' for update`,
      [id],
      'delivery_lock',
    );
    const row = rows[0];
    if (row === undefined) return null;
    if (!row.free) {
      await enqueueDelivery(tx, row, new Date(row.next_try));
      return null;
    }
    await tx.query(
      `update core.delivery set attempts = attempts + 1, next_try = now() + $2 * interval '1 millisecond' where id = $1`,
      [id, longest + 30_000],
      'delivery_claim',
    );
    return { ...row, attempts: row.attempts + 1 };
  });
}

type TryOutcome = { response: JsonValue } | { error: DeliveryError; again: number | null };

async function perform(
  { carriers, log }: DeliveryOptions,
  { kind, key, payload, attempts }: ClaimedRow,
  stop: AbortSignal,
  longest: number,
): Promise<TryOutcome> {
  const carrier = carriers[kind];
  if (carrier === undefined) return { error: kept(new StrataError('delivery_without_carrier', { kind })), again: null };
  const signal = AbortSignal.any([stop, AbortSignal.timeout(longest)]);
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new StrataError('delivery_timed_out', { seconds: longest / 1_000 }))),
  );
  try {
    return { response: await Promise.race([carrier.perform({ key, payload, attempt: attempts, signal }), aborted]) };
  } catch (error) {
    if (error instanceof TryLater) return { error: kept(error.reason), again: error.after ?? 0 };
    if (error instanceof StrataError) return { error: kept(error), again: signal.aborted ? 0 : null };
    log.error('A delivery broke', { kind, key, error });
    const reason = error instanceof Error ? error.name : typeof error;
    return { error: kept(new StrataError('delivery_broke', { reason })), again: 0 };
  }
}

function kept({ code, params }: StrataError): DeliveryError {
  return { code, params: { ...params } as DeliveryError['params'] };
}

function delayAfter({ delays = DELAYS }: DeliveryOptions, attempts: number): number {
  return delays[Math.min(attempts, delays.length) - 1] ?? 0;
}

async function postpone(tx: Queryable, { id, lane }: ClaimedRow, error: DeliveryError, at: Date): Promise<void> {
  const { rowCount } = await tx.query(
    `update core.delivery set next_try = $2, error = $3::jsonb where id = $1 and state = 'pending'`,
    [id, at.toISOString(), JSON.stringify(error)],
    'delivery_postpone',
  );
  if (rowCount > 0) await enqueueDelivery(tx, { id, lane }, at);
}

async function giveBack(database: Database, { id, lane }: ClaimedRow): Promise<void> {
  await database.transaction(async (tx) => {
    const { rowCount } = await tx.query(
      `update core.delivery set next_try = now(), attempts = attempts - 1 where id = $1 and state = 'pending'`,
      [id],
    );
    if (rowCount > 0) await enqueueDelivery(tx, { id, lane });
  });
}

/** The end of a delivery, and the beginning of whatever waits for it. */
async function settle(tx: Queryable, row: ClaimedRow, outcome: TryOutcome): Promise<void> {
  const failed = 'error' in outcome;
  const { rowCount } = await tx.query(
    `update core.delivery set state = $2, response = $3::jsonb, error = $4::jsonb, settled_at = now()
     where id = $1 and state = 'pending'`,
    [
      row.id,
      failed ? 'failed' : 'delivered',
      failed ? null : JSON.stringify(outcome.response),
      failed ? JSON.stringify(outcome.error) : null,
    ],
    'delivery_settle',
  );
  if (rowCount > 0 && row.then_job !== null) await enqueueJob(tx, row.then_job, row.then_payload, { tries: 12 });
}

import type { Database, Transaction } from './database.ts';
import type { Log } from './log.ts';

/** One committed change of a record, to be told once. */
export interface OutboxEntry {
  change_id: string;
  object: string;
  record_id: string;
  /** rollup: what is made of other records has changed; the change log has no entry of it. */
  action: 'create' | 'update' | 'delete' | 'restore' | 'rollup';
}

/**
 * Told of committed changes in the transaction that takes them out of the outbox: what it writes is there exactly once,
 * and if it throws the changes are told again.
 */
export type OutboxConsumer = (tx: Transaction, entries: readonly OutboxEntry[]) => Promise<void>;

export interface Outbox {
  /** Something was committed just now: look at once instead of at the next tick. */
  nudge(): void;
  close(): Promise<void>;
}

/** Changes that are taken at once; of the last lot a few more. */
const BATCH = 1_000;

/**
 * By the places of the rows, which are never updated. A table that was just emptied says of itself that it has one row, and
 * by `id in (…)` the list was then made anew for every row of it: 70 ms for a thousand instead of 5.
 */
export const TAKE = `delete from core.outbox
  where ctid = any(array(
    select ctid from (
      select ctid, sum(size) over (order by id rows unbounded preceding) - size as before
      from (select ctid, id, size from core.outbox order by id limit ${BATCH} for update skip locked) as o
    ) as w where before < ${BATCH}))
  returning change_id, object, record_id, action, change_ids::text, record_ids::text`;

/** One change, or those of a lot: then the ids are as PostgreSQL writes arrays. */
interface OutboxRow {
  change_id: string | null;
  object: string;
  record_id: string | null;
  action: OutboxEntry['action'];
  change_ids: string | null;
  record_ids: string | null;
}

function entriesOf(row: OutboxRow): OutboxEntry[] {
  const { object, action } = row;
  if (row.change_id !== null) return [{ change_id: row.change_id, object, record_id: row.record_id!, action }];
  const records = listed(row.record_ids);
  return listed(row.change_ids).map((change_id, index) => ({ change_id, object, record_id: records[index]!, action }));
}

function listed(ids: string | null): string[] {
  return ids === null ? [] : ids.slice(1, -1).split(',');
}

/**
 * So long lies at least between one emptying and the next: it takes four statements and a commit however many changes there
 * are, and under load that was a third of what the writes themselves cost. Who writes alone waits for nobody.
 */
const GATHER_MS = 20;

/** Under load, which is where an emptying found so many changes, it is four times as long. */
const MANY = 5;
const GATHER_MANY_MS = 80;

/** How long a change from another process, which cannot nudge this one, waits at most. */
const TICK_MS = 1_000;

/**
 * Empties the outbox after commits, in batches. Writers never NOTIFY, since that makes their commits wait for each other;
 * this does, for many changes at once. Any number of processes may do so side by side.
 */
export function startOutbox(database: Database, consumers: readonly OutboxConsumer[], log: Log): Outbox {
  return new RunningOutbox(database, consumers, log);
}

class RunningOutbox implements Outbox {
  readonly #database: Database;
  readonly #consumers: readonly OutboxConsumer[];
  readonly #log: Log;
  readonly #tick: NodeJS.Timeout;
  /** Somebody nudged since the last look. */
  #nudged = false;
  #closed = false;
  #gathering: NodeJS.Timeout | null = null;
  /** When it was last emptied. */
  #emptied = -GATHER_MANY_MS;
  /** How long is waited from then on. */
  #gather = GATHER_MS;
  #draining: Promise<void> | null = null;

  constructor(database: Database, consumers: readonly OutboxConsumer[], log: Log) {
    this.#database = database;
    this.#consumers = consumers;
    this.#log = log;
    this.#tick = setInterval(() => this.nudge(), TICK_MS).unref();
  }

  nudge = (): void => {
    this.#nudged = true;
    if (this.#gathering !== null || this.#draining !== null || this.#closed) return;
    const rested = performance.now() - this.#emptied;
    this.#gathering = setTimeout(() => this.#begin(), Math.max(0, this.#gather - rested));
  };

  #begin(): void {
    this.#gathering = null;
    this.#draining = this.#drain()
      .catch((error: unknown) => this.#log.warn('The outbox could not be emptied; it is tried again', { error }))
      .finally(() => {
        this.#draining = null;
        this.#emptied = performance.now();
        if (this.#nudged) this.nudge();
      });
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#tick);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    await this.#draining;
  }

  async #drain(): Promise<void> {
    let taken: number;
    do {
      this.#nudged = false;
      taken = await this.#takeBatch();
      this.#gather = taken < MANY ? GATHER_MS : GATHER_MANY_MS;
    } while (taken >= BATCH && !this.#closed);
  }

  #takeBatch(): Promise<number> {
    return this.#database.transaction(async (tx) => {
      const { rows } = await tx.query<OutboxRow>(TAKE, [], 'outbox_take');
      const entries = rows.flatMap(entriesOf);
      if (entries.length > 0) for (const consume of this.#consumers) await consume(tx, entries);
      return entries.length;
    });
  }
}

import { performance } from 'node:perf_hooks';
import type { Database } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import { countFresh, settleBatch } from './search-fresh.ts';

/** Carries what was written lately over into the search index. */
export interface SearchKeeper {
  /** Something was written. */
  nudge(): void;
  /** Waits for the batch that is under way; the rest stays fresh until the next start. */
  close(): Promise<void>;
}

/** How often it is looked whether there is time. */
const LOOK_MS = 200;

/** A process that works for more than this share of its time is left to its requests … */
const BUSY = 0.5;

/** … until so many records are fresh: reading through them then takes a search some 10 ms … */
const MOST_FRESH = 20_000;

/** … or for so many looks on end: what is put off is done at last. */
const MOST_PUT_OFF = 25;

/**
 * Making the pieces of a record and putting them into the index takes as long as storing it. None of it is needed for it
 * to be found, so it waits until the process has time; what waits is bounded.
 */
export function startSearchKeeper(database: Database, log: Log): SearchKeeper {
  return new RunningKeeper(database, log);
}

class RunningKeeper implements SearchKeeper {
  readonly #database: Database;
  readonly #log: Log;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #nudged = false;
  #closed = false;
  #putOff = 0;
  #use = performance.eventLoopUtilization();

  constructor(database: Database, log: Log) {
    this.#database = database;
    this.#log = log;
    // What an earlier process left.
    this.nudge();
  }

  nudge = (): void => {
    this.#nudged = true;
    if (this.#timer === null && this.#working === null && !this.#closed) this.#wait();
  };

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#working;
  }

  #wait(): void {
    this.#use = performance.eventLoopUtilization();
    this.#timer = setTimeout(() => this.#begin(), LOOK_MS).unref();
  }

  #begin(): void {
    this.#timer = null;
    this.#nudged = false;
    this.#working = this.#look()
      .catch((error: unknown) => {
        this.#log.warn('What was written lately could not be put into the search index; it is tried again', { error });
        return true;
      })
      .then((more) => {
        this.#working = null;
        if ((more || this.#nudged) && !this.#closed) this.#wait();
      });
  }

  /** Answers with whether there is more to be done. */
  async #look(): Promise<boolean> {
    if (await this.#isForLater()) return true;
    this.#putOff = 0;
    const until = performance.now() + LOOK_MS;
    while (!this.#closed) {
      if ((await settleBatch(this.#database)) === 0) return false;
      if (performance.now() > until) return true;
    }
    return true;
  }

  async #isForLater(): Promise<boolean> {
    const { utilization } = performance.eventLoopUtilization(this.#use);
    if (utilization <= BUSY || ++this.#putOff > MOST_PUT_OFF) return false;
    return (await countFresh(this.#database, MOST_FRESH)) < MOST_FRESH;
  }
}

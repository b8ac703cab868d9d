import { performance } from 'node:perf_hooks';
import type { Database } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import { countFresh, settleBatch, tidyIndex } from './search-fresh.ts';

/** Carries what was written lately over into the search index. */
export interface SearchKeeper {
  /** Something was written. */
  nudge(): void;
  /** Waits for the batch that is under way; the rest stays fresh until the next start. */
  close(): Promise<void>;
}

/** How often it is looked whether there is time, and how long it is then gone on. */
const LOOK_MS = 200;

/** So long it is listened between one round and the next whether anybody else has anything to do. */
const BREATH_MS = 25;

/** While PostgreSQL puts the one batch into the index the pieces of another are made. */
const LANES = 2;

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
    if (this.#timer === null && this.#working === null && !this.#closed) this.#wait(LOOK_MS);
  };

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#working;
  }

  #wait(milliseconds: number): void {
    this.#use = performance.eventLoopUtilization();
    this.#timer = setTimeout(() => this.#begin(), milliseconds).unref();
  }

  #begin(): void {
    this.#timer = null;
    this.#nudged = false;
    this.#working = this.#look()
      .catch((error: unknown) => {
        this.#log.warn('What was written lately could not be put into the search index; it is tried again', { error });
        return LOOK_MS;
      })
      .then((pause) => {
        this.#working = null;
        if ((pause !== null || this.#nudged) && !this.#closed) this.#wait(pause ?? LOOK_MS);
      });
  }

  /** Answers with how long to wait before there is more to be done; null when nothing is left. */
  async #look(): Promise<number | null> {
    if (await this.#isForLater()) return LOOK_MS;
    this.#putOff = 0;
    const until = performance.now() + LOOK_MS;
    const left = await Promise.all(Array.from({ length: LANES }, () => this.#settleUntil(until)));
    if (left.includes(true)) return BREATH_MS;
    await tidyIndex(this.#database);
    return null;
  }

  /** Answers with whether there may be more. */
  async #settleUntil(until: number): Promise<boolean> {
    while (!this.#closed && performance.now() < until) {
      if ((await settleBatch(this.#database)) === 0) return false;
    }
    return true;
  }

  async #isForLater(): Promise<boolean> {
    const { utilization } = performance.eventLoopUtilization(this.#use);
    if (utilization <= BUSY || ++this.#putOff > MOST_PUT_OFF) return false;
    return (await countFresh(this.#database, MOST_FRESH)) < MOST_FRESH;
  }
}

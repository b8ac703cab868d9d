import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const PAUSE_MS = 300;

/** What a statement fails with when its connection or the whole server goes away under it. */
const LOST = new Set(['57P01', '57P02', 'ECONNRESET', 'ECONNREFUSED', 'EPIPE']);
const LOST_TEXT = /^(Connection terminated|Client has encountered a connection error)/;

/** cannot_connect_now: what graphile-worker tries again; of anything else it writes down nothing and ends the process. */
const TRY_AGAIN = '57P03';

/**
 * The connections of the job worker. It waits for a database that is away for a moment, instead of letting the end of a job
 * be lost.
 */
export class PatientPool extends pg.Pool {
  #known = new WeakSet<pg.PoolClient>();

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): void;
  override connect(
    callback?: (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void,
  ): Promise<pg.PoolClient> | void {
    return callback === undefined ? this.#connect() : super.connect(callback);
  }

  async #connect(): Promise<pg.PoolClient> {
    for (;;) {
      try {
        return this.#patient(await super.connect());
      } catch (error) {
        if (this.ending) throw error;
        await sleep(PAUSE_MS);
      }
    }
  }

  #patient(client: pg.PoolClient): pg.PoolClient {
    if (this.#known.has(client)) return client;
    this.#known.add(client);
    const query = client.query.bind(client) as (...input: unknown[]) => unknown;
    const patient = (...input: unknown[]): unknown => {
      const answer = query(...input);
      return answer instanceof Promise ? answer.catch(rethrow) : answer;
    };
    return Object.assign(client, { query: patient });
  }
}

function rethrow(error: Error & { code?: string }): never {
  if (LOST.has(error.code ?? '') || LOST_TEXT.test(error.message)) error.code = TRY_AGAIN;
  throw error;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { LoadClient, type WireRequest } from './load-client.ts';
import type { Settings } from './settings.ts';
import { timesOf, type Times } from './times.ts';

/** Requests are sent by as many connections at once in every benchmark: as many as the goals are stated for. */
export const CONNECTIONS = 10;

/** One side of a comparison: where to send, as whom, and what. */
export interface Load {
  readonly url: string;
  readonly token?: string;
  /** The next request; called once for each. */
  next(): WireRequest;
  /** Milliseconds from one request of a connection to its next, at least; without it, as soon as it has its answer. */
  readonly every?: number;
  /** Waits until all is done that the requests have left to be done after their answers. */
  rest?(): Promise<void>;
}

/** An open side of a comparison, ready to be put under load any number of times. */
export class LoadSource {
  #clients: readonly LoadClient[];
  #load: Load;

  private constructor(clients: readonly LoadClient[], load: Load) {
    this.#clients = clients;
    this.#load = load;
  }

  static async open(load: Load): Promise<LoadSource> {
    const clients = await Promise.all(
      Array.from({ length: CONNECTIONS }, () => LoadClient.open(load.url, load.token ?? null)),
    );
    return new LoadSource(clients, load);
  }

  /** The body of one answer, to see that both sides say the same. */
  async once(): Promise<unknown> {
    const { body } = await this.#clients[0]!.send(this.#load.next());
    return JSON.parse(body.toString());
  }

  /** Sends requests until statements are prepared and code is compiled. */
  async warmUp({ warmUp, warmUpSeconds }: Settings): Promise<void> {
    const until = performance.now() + warmUpSeconds * 1000;
    let left = warmUp;
    const caller = async (client: LoadClient): Promise<void> => {
      while (left-- > 0 && performance.now() < until) await client.send(this.#load.next());
    };
    await Promise.all(this.#clients.map(caller));
  }

  /** Sends requests for so long. */
  async run(seconds: number): Promise<Times> {
    const milliseconds: number[] = [];
    const began = performance.now();
    const until = began + seconds * 1000;
    const { every = 0 } = this.#load;
    const caller = async (client: LoadClient): Promise<void> => {
      for (let at = began; at < until;) {
        await client.send(this.#load.next());
        const took = performance.now() - at;
        milliseconds.push(took);
        if (took < every) await sleep(every - took);
        at = performance.now();
      }
    };
    await Promise.all(this.#clients.map(caller));
    return timesOf(milliseconds, (performance.now() - began) / 1000);
  }

  /** Answers with the seconds that took, so that what was put off neither falls on others nor goes unseen. */
  async rest(): Promise<number> {
    const began = performance.now();
    await this.#load.rest?.();
    return (performance.now() - began) / 1000;
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}

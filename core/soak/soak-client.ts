import { setTimeout as sleep } from 'node:timers/promises';
import type { CrashingServer } from './crashing-server.ts';
import type { Ledger } from './ledger.ts';

/** An answer, or null: none came, or one that does not say whether anything was done. */
export type SoakAnswer = { status: number; headers: Headers; body: SoakBody } | null;

export interface SoakBody {
  readonly data?: Readonly<Record<string, unknown>> & { readonly id: string };
  readonly code?: string;
  readonly created?: readonly string[];
  readonly updated?: readonly string[];
  readonly deleted?: readonly string[];
  readonly errors?: readonly unknown[];
  readonly done?: number;
}

export interface SoakRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const LONGEST_ANSWER = 30_000;
const LONGEST_ABSENCE = 120_000;

/** One person's connection to a server that dies now and then. */
export class SoakClient {
  #server: CrashingServer;
  #ledger: Ledger;
  #token: string;

  constructor(server: CrashingServer, ledger: Ledger, token: string) {
    this.#server = server;
    this.#ledger = ledger;
    this.#token = token;
  }

  /** Sends it once. */
  async send(request: SoakRequest): Promise<SoakAnswer> {
    const began = performance.now();
    try {
      const response = await fetch(this.#server.url + request.path, {
        method: request.method,
        headers: {
          authorization: `Bearer ${this.#token}`,
          ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...request.headers,
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        signal: AbortSignal.timeout(LONGEST_ANSWER),
      });
      const text = await response.text();
      if (response.status === 503) return this.#lose();
      if (response.status >= 500) this.#fault(request, `answered ${response.status} ${text}`);
      const body = text === '' ? {} : (JSON.parse(text) as SoakBody);
      return response.status >= 500 ? this.#lose() : { status: response.status, headers: response.headers, body };
    } catch (error) {
      if (performance.now() - began >= LONGEST_ANSWER) this.#fault(request, `was not answered: ${String(error)}`);
      return this.#lose();
    }
  }

  /** Sends it until it is answered; only for what may be sent twice. null: the server is gone for good. */
  async insist(request: SoakRequest): Promise<SoakAnswer> {
    for (const until = performance.now() + LONGEST_ABSENCE; performance.now() < until;) {
      const answer = await this.send(request);
      if (answer !== null) {
        if (answer.headers.get('idempotency-replayed') === 'true') this.#ledger.replayed++;
        return answer;
      }
      await this.pause();
    }
    return null;
  }

  /** A server that is not there is not asked a thousand times a second. */
  pause(): Promise<void> {
    return sleep(100);
  }

  #lose(): null {
    this.#ledger.lost++;
    return null;
  }

  #fault({ method, path }: SoakRequest, what: string): void {
    this.#ledger.faults.push(`${method} ${path} ${what}`);
  }
}

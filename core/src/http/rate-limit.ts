import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Actor } from '../kernel/context.ts';

const MINUTE = 60_000;

/** What somebody has left of his requests in this minute. */
export interface Allowance {
  readonly allowed: boolean;
  /** Until he may ask again. */
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
}

interface Window {
  count: number;
  readonly end: number;
  readonly policy: string;
}

/** So many requests a minute for one user, one API key, or one network where nobody is signed in. */
export class RateLimit {
  readonly #limit: number;
  readonly #clock: () => number;
  readonly #windows = new Map<string, Window>();
  #swept = 0;

  constructor(perMinute: number, clock: () => number = Date.now) {
    this.#limit = perMinute;
    this.#clock = clock;
  }

  /** Counts one request. The headers are those of the IETF's draft, version 8. */
  take(key: string): Allowance {
    const now = this.#clock();
    this.#sweep(now);
    const window = this.#windowOf(key, now);
    window.count++;
    const seconds = Math.ceil((window.end - now) / 1000);
    const left = Math.max(this.#limit - window.count, 0);
    return {
      allowed: window.count <= this.#limit,
      seconds,
      headers: { RateLimit: `"${this.#limit}-in-1min"; r=${left}; t=${seconds}`, 'RateLimit-Policy': window.policy },
    };
  }

  #windowOf(key: string, now: number): Window {
    const known = this.#windows.get(key);
    if (known !== undefined && known.end > now) return known;
    const partition = createHash('sha256').update(key).digest('base64').slice(0, 16);
    const policy = `"${this.#limit}-in-1min"; q=${this.#limit}; w=60; pk=:${partition}:`;
    const window = { count: 0, end: now + MINUTE, policy };
    this.#windows.set(key, window);
    return window;
  }

  /** Once a minute the windows that are over go, so that no more are kept than people asked within two minutes. */
  #sweep(now: number): void {
    if (now - this.#swept < MINUTE) return;
    this.#swept = now;
    for (const [key, { end }] of this.#windows) if (end <= now) this.#windows.delete(key);
  }
}

/** Whose requests are counted together. */
export function limitKey(actor: Actor | undefined, address: () => string | undefined): string {
  if (actor?.apiKeyId !== undefined) return `key ${actor.apiKeyId}`;
  return actor?.userId == null ? `address ${networkOf(address() ?? '')}` : `user ${actor.userId}`;
}

/** One household has 2^72 addresses of IPv6 and more, so all that share 56 bits are one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [before = '', after] = address.split('%')[0]!.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const groups = [...head, ...Array.from({ length: Math.max(8 - head.length - tail.length, 0) }, () => '0'), ...tail];
  const numbers = groups.slice(0, 4).map((group) => Number.parseInt(group, 16) || 0);
  return [...numbers.slice(0, 3), numbers[3]! & 0xff00].map((number) => number.toString(16)).join(':');
}

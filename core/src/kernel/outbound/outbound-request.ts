import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { StrataError } from '@stratacrm/sdk';
import { TryLater } from '../deliveries/carrier.ts';
import type { OutboundPolicy } from './outbound-policy.ts';
import { resolveTarget, type Target } from './resolve-target.ts';

/** A request to somebody outside. */
export interface OutboundRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  signal: AbortSignal;
  /** Bytes of the answer that are read; default 1 MiB. */
  limit?: number;
  /** How many redirections are followed; default 5. */
  redirects?: number;
  /** Asked of each address on the way, also of those it is redirected to; absent: whatever the policy allows. */
  accepts?(url: URL): boolean;
}

export interface OutboundResponse {
  status: number;
  /** By names in small letters. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Where the answer came from in the end. */
  url: string;
}

const LIMIT = 1_048_576;
const REDIRECTS = 5;

/**
 * Sends a request to a public address and to no other, wherever it is redirected to. Throws `outbound_url_invalid`,
 * `outbound_refused`, `outbound_too_many_redirects`, `outbound_too_large`, and `TryLater` when nobody can be reached.
 */
export async function outboundRequest(policy: OutboundPolicy, request: OutboundRequest): Promise<OutboundResponse> {
  let { method, body } = request;
  let headers = { ...request.headers };
  let url = parseUrl(request.url);
  for (let followed = 0; ; followed++) {
    if (request.accepts?.(url) === false) throw new StrataError('outbound_refused', { host: url.hostname });
    const target = await resolveTarget(url.hostname, policy);
    const response = await exchange(url, target, { ...request, method, headers, ...(body !== undefined && { body }) });
    const location = response.headers['location'];
    if (![301, 302, 303, 307, 308].includes(response.status) || location === undefined) return response;
    if (followed >= (request.redirects ?? REDIRECTS))
      throw new StrataError('outbound_too_many_redirects', { url: request.url });
    const next = parseUrl(location, url);
    // As browsers do: 303, and 301 or 302 after a POST, ask with GET and without the body.
    if (response.status === 303 || (response.status < 303 && method === 'POST')) {
      method = 'GET';
      body = undefined;
      headers = without(headers, (name) => name.startsWith('content-'));
    }
    // Any header may hold a secret of the caller's, and another host is not whom it was meant for.
    if (next.origin !== url.origin) headers = without(headers, (name) => !HARMLESS.has(name));
    url = next;
  }
}

const HARMLESS = new Set(['accept', 'accept-language', 'content-type', 'user-agent', 'idempotency-key']);

function without(headers: Record<string, string>, goes: (name: string) => boolean): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !goes(name.toLowerCase())));
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (
    url === null ||
    (url.protocol !== 'https:' && url.protocol !== 'http:') ||
    url.username !== '' ||
    url.password !== ''
  )
    throw new StrataError('outbound_url_invalid', { url: text.slice(0, 200) });
  return url;
}

function exchange(url: URL, target: Target, request: OutboundRequest): Promise<OutboundResponse> {
  // Pinned: whatever the name resolves to by now, the connection goes where it was checked to go.
  const pinned: LookupFunction = (_, options, callback) =>
    options.all === true ? callback(null, [target]) : callback(null, target.address, target.family);
  const { promise, resolve, reject } = Promise.withResolvers<OutboundResponse>();
  const failed = (error: Error): void =>
    reject(error instanceof StrataError ? error : new TryLater(unreachable(url, error, request.signal)));
  const sent = (url.protocol === 'https:' ? https : http).request(
    url,
    { method: request.method, headers: request.headers, lookup: pinned, agent: false, signal: request.signal },
    (answer) => void read(answer, url, request.limit ?? LIMIT).then(resolve, failed),
  );
  sent.on('error', failed);
  sent.end(request.body);
  return promise;
}

async function read(answer: http.IncomingMessage, url: URL, limit: number): Promise<OutboundResponse> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > limit) {
      answer.destroy();
      throw new StrataError('outbound_too_large', { limit });
    }
    pieces.push(piece);
  }
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return { status: answer.statusCode ?? 0, headers, body: Buffer.concat(pieces), url: url.href };
}

function unreachable(url: URL, error: Error, signal: AbortSignal | undefined): StrataError {
  const { name } = (signal?.reason ?? error) as Error;
  if (name === 'TimeoutError') return new StrataError('outbound_silent', { host: url.host });
  const { code } = error as NodeJS.ErrnoException;
  return new StrataError('outbound_unreachable', { host: url.host, reason: code ?? error.name });
}

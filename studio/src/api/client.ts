import type { Problem } from '@stratacrm/sdk';
import { ApiProblem } from './problem.ts';

export type QueryValue = string | number | boolean | null | undefined;

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  /** Sent as JSON; a Blob goes as it is. */
  body?: unknown;
  /** Version the change was made on: a stale one is answered by 412. */
  ifMatch?: number | string;
  ifNoneMatch?: string;
  /** Makes a repeated request harmless. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export interface Answer<Body> {
  status: number;
  body: Body;
  etag: string | null;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const listeners = { signedOut: new Set<() => void>(), online: new Set<(online: boolean) => void>() };
let language = 'en';

/** Language in which the server words its errors. */
export function setApiLanguage(locale: string): void {
  language = locale;
}

/** Told when the server no longer knows the session. */
export function onSignedOut(listener: () => void): void {
  listeners.signedOut.add(listener);
}

/** Told after each request whether the server could be reached. */
export function onReachable(listener: (online: boolean) => void): void {
  listeners.online.add(listener);
}

/** One request with everything that came back; throws an ApiProblem for every error, also a lost connection. */
export async function send<Body>(method: Method, path: string, options: RequestOptions = {}): Promise<Answer<Body>> {
  const response = await reach(method, path, options);
  const body: unknown = response.status === 204 || response.status === 304 ? undefined : await read(response);
  if (!response.ok && response.status !== 304) throw refused(response, body);
  return { status: response.status, body: body as Body, etag: response.headers.get('etag') };
}

/** The body of one answer. */
export async function request<Body>(method: Method, path: string, options?: RequestOptions): Promise<Body> {
  return (await send<Body>(method, path, options)).body;
}

/** The usual verbs. `api.get<{ data: TeamInfo[] }>('/api/teams')`. */
export const api = {
  get: <Body>(path: string, options?: RequestOptions) => request<Body>('GET', path, options),
  post: <Body>(path: string, body?: unknown, options?: RequestOptions) =>
    request<Body>('POST', path, { ...options, body }),
  put: <Body>(path: string, body?: unknown, options?: RequestOptions) =>
    request<Body>('PUT', path, { ...options, body }),
  patch: <Body>(path: string, body?: unknown, options?: RequestOptions) =>
    request<Body>('PATCH', path, { ...options, body }),
  delete: <Body = void>(path: string, options?: RequestOptions) => request<Body>('DELETE', path, options),
};

/** An answer whose content comes piece by piece. */
export async function openStream(method: Method, path: string, options: RequestOptions = {}): Promise<Response> {
  const response = await reach(method, path, options);
  if (!response.ok) throw refused(response, await read(response));
  return response;
}

/** Sends a file as it is and tells how far it is, which fetch cannot. Fails as every request does. */
export function sendFile<Body>(
  path: string,
  file: Blob,
  { onProgress, signal }: { onProgress: (done: number) => void; signal: AbortSignal },
): Promise<Body> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', path);
    for (const [name, value] of headersOf({})) sending.setRequestHeader(name, value);
    sending.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    });
    sending.addEventListener('load', () => {
      const body = parsed(sending.responseText, sending.getResponseHeader('content-type'));
      if (sending.status < 400) resolve(body as Body);
      else reject(refused(sending, body));
    });
    sending.addEventListener('error', () => reject(unreachable()));
    sending.addEventListener('abort', () => reject(new DOMException('Called off', 'AbortError')));
    signal.addEventListener('abort', () => sending.abort());
    sending.send(file);
  });
}

/** True for a request that its own caller called off: nothing to tell anybody. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

async function reach(method: Method, path: string, options: RequestOptions): Promise<Response> {
  try {
    const response = await fetch(address(path, options.query), {
      method,
      headers: headersOf(options),
      credentials: 'same-origin',
      ...(options.body === undefined ? {} : { body: payload(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    for (const listener of listeners.online) listener(true);
    return response;
  } catch (error) {
    if (isAborted(error)) throw error;
    throw unreachable();
  }
}

function unreachable(): ApiProblem {
  for (const listener of listeners.online) listener(false);
  return new ApiProblem({ type: 'about:blank', title: '', status: 0, code: 'offline', detail: '', errors: [] });
}

function address(path: string, query: RequestOptions['query'] = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

function headersOf(options: RequestOptions): Headers {
  // Another site cannot set this header without asking first: it is what tells our page from a forged form.
  const headers = new Headers({ accept: 'application/json', 'accept-language': language, 'x-strata-client': 'studio' });
  if (options.body !== undefined && !(options.body instanceof Blob)) headers.set('content-type', 'application/json');
  if (options.ifMatch !== undefined) headers.set('if-match', `"${String(options.ifMatch).replaceAll('"', '')}"`);
  if (options.ifNoneMatch !== undefined) headers.set('if-none-match', options.ifNoneMatch);
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey);
  return headers;
}

function payload(body: unknown): Blob | string {
  return body instanceof Blob ? body : JSON.stringify(body);
}

async function read(response: Response): Promise<unknown> {
  return parsed(await response.text(), response.headers.get('content-type'));
}

function parsed(text: string, type: string | null): unknown {
  return text === '' || !(type ?? '').includes('json') ? text : (JSON.parse(text) as unknown);
}

function refused(response: Pick<Response, 'status' | 'statusText'>, body: unknown): ApiProblem {
  const problem = isProblem(body)
    ? new ApiProblem({ ...body, errors: body.errors ?? [] })
    : new ApiProblem({
        type: 'about:blank',
        title: response.statusText,
        status: response.status,
        code: response.status >= 502 ? 'offline' : 'internal',
        detail: '',
        errors: [],
      });
  if (problem.code === 'unauthenticated') for (const listener of listeners.signedOut) listener();
  return problem;
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'status' in body;
}

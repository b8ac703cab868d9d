import { StrataError, type HttpMethod, type JsonObject, type JsonValue } from '@stratacrm/sdk';
import { TryLater } from '../../../kernel/deliveries/carrier.ts';
import { outboundRequest, type OutboundRequest } from '../../../kernel/outbound/outbound-request.ts';
import { capabilitiesOf, notGranted } from '../grants.ts';
import type { RunningPlugin } from '../running-plugin.ts';
import { isObject, optionalObject, textOf, type HostCall, type HostMethod } from './host-call.ts';
import { requireSecret } from './secrets.ts';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const REDIRECTS = 3;
const LONGEST_MS = 10_000;
/** The host's own business, or the connection's. */
const FORBIDDEN_HEADERS =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|proxy-.*|sec-.*|cookie2?|via|forwarded|x-forwarded-.*)$/i;
const HIDDEN_HEADERS: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2']);

/** A call over the network, made by the server: to granted hosts over TLS, at addresses anybody may be sent to. */
export const fetchMethods: Readonly<Record<string, HostMethod>> = {
  async fetch(call) {
    const request = readRequest(call);
    call.call.spend('fetches');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      if (call.kind === 'before_hook' || call.kind === 'sign_in')
        throw new StrataError('plugin_only_reads', { plugin: call.plugin.manifest.label });
      call.call.hadEffect();
    }
    const secrets = new Set<string>();
    const filled = fillSecrets(call, request, secrets);
    try {
      const { status, headers, body } = await outboundRequest(call.runtime.outbound, filled);
      return answerOf(call, { status, headers, body }, secrets);
    } catch (error) {
      throw error instanceof TryLater ? error.reason : error;
    }
  },
};

interface WantedRequest {
  url: URL;
  method: HttpMethod;
  headers: JsonObject;
  body: JsonValue | undefined;
}

function readRequest(call: HostCall): WantedRequest {
  const text = textOf(call, 'url', 4_000);
  const url = URL.parse(text);
  if (url === null) throw new StrataError('outbound_url_invalid', { url: text.slice(0, 200) });
  const { method = 'GET', headers = {}, body } = optionalObject(call, 'options');
  if (typeof method !== 'string' || !METHODS.includes(method))
    throw new StrataError('plugin_bad_argument', { method: 'fetch', expected: `one of ${METHODS.join(', ')}` });
  if (!isObject(headers))
    throw new StrataError('plugin_bad_argument', { method: 'fetch', expected: 'headers, an object' });
  requireHost(call.plugin, url, method as HttpMethod);
  return { url, method: method as HttpMethod, headers, body };
}

/** Each address on the way, also those it is redirected to. */
function requireHost(plugin: RunningPlugin, url: URL, method: HttpMethod): void {
  if (!mayReach(plugin, url, method)) throw notGranted(plugin, 'network', `${method} ${url.protocol}//${url.host}`);
}

function mayReach(plugin: RunningPlugin, url: URL, method: HttpMethod): boolean {
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !local) return false;
  return capabilitiesOf(plugin, 'network').some(
    ({ hosts, methods }) =>
      (methods === undefined || methods.includes(method)) && hosts.some((host) => isHost(host.toLowerCase(), url)),
  );
}

/** `api.example.com` at its ordinary port, `api.example.com:8443`, `*.example.com`. */
function isHost(granted: string, { host, hostname, port }: URL): boolean {
  if (granted.startsWith('*.'))
    return port === '' && hostname.endsWith(granted.slice(1)) && hostname !== granted.slice(2);
  return granted === host;
}

function fillSecrets(call: HostCall, wanted: WantedRequest, used: Set<string>): OutboundRequest {
  const { plugin, ctx } = call;
  const headers: Record<string, string> = { 'user-agent': `Strata plugin ${plugin.id}`, 'accept-language': ctx.locale };
  for (const [name, value] of Object.entries(wanted.headers)) {
    const filled = fill(call, value, used);
    const sound = /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name) && !FORBIDDEN_HEADERS.test(name);
    if (!sound || typeof filled !== 'string' || /[\0\r\n]/.test(filled))
      throw new StrataError('plugin_bad_argument', {
        method: 'fetch',
        expected: `another header than "${name.slice(0, 60)}"`,
      });
    headers[name.toLowerCase()] = filled;
  }
  const body = wanted.body === undefined || wanted.body === null ? undefined : fill(call, wanted.body, used);
  if (body !== undefined && typeof body !== 'string') headers['content-type'] ??= 'application/json';
  return {
    method: wanted.method,
    url: wanted.url.href,
    headers,
    signal: AbortSignal.any([call.call.signal, AbortSignal.timeout(LONGEST_MS)]),
    limit: plugin.limits[call.kind].payload_bytes,
    redirects: REDIRECTS,
    accepts: (url) => mayReach(plugin, url, wanted.method),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

/** Puts secrets where they are named, at any depth. */
function fill(call: HostCall, value: JsonValue, used: Set<string>): JsonValue {
  if (Array.isArray(value)) return value.map((each) => fill(call, each, used));
  if (!isObject(value)) return value;
  if (typeof value['$secret'] === 'string') {
    const secret = requireSecret(call, value['$secret']);
    used.add(secret);
    return `${typeof value['before'] === 'string' ? value['before'] : ''}${secret}`;
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fill(call, each, used)]));
}

interface Received {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** A server that repeats a secret does not tell it to the code. */
function answerOf(call: HostCall, { status, headers, body }: Received, secrets: ReadonlySet<string>): JsonValue {
  const { as = 'text' } = optionalObject(call, 'options');
  const hidden = (text: string): string =>
    [...secrets].reduce((shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '•••')), text);
  const shown = Object.entries(headers)
    .filter(([name]) => !HIDDEN_HEADERS.has(name))
    .map(([name, value]) => [name, hidden(value)]);
  const base = { status, headers: Object.fromEntries(shown) as JsonObject };
  if (as === 'base64') return { ...base, body: body.toString('base64') };
  const text = hidden(body.toString('utf8'));
  if (as !== 'json') return { ...base, body: text };
  try {
    return { ...base, body: JSON.parse(text) as JsonValue };
  } catch {
    throw new StrataError('plugin_bad_argument', { method: 'fetch', expected: 'an answer that is JSON' });
  }
}

import { createHmac } from 'node:crypto';
import { StrataError, type JsonValue } from '@stratacrm/sdk';
import { openConnection, type Connection } from '../kernel/connections/connection.ts';
import type { Queryable } from '../kernel/database.ts';
import { TryLater, type Carrier, type DeliveryTry } from '../kernel/deliveries/carrier.ts';
import type { OutboundPolicy } from '../kernel/outbound/outbound-policy.ts';
import { outboundRequest, type OutboundResponse } from '../kernel/outbound/outbound-request.ts';
import type { SecretBox } from '../kernel/secret-box.ts';

/** A request as a workflow wishes it. */
export interface HttpWish {
  connection: string | null;
  method: string;
  url: string;
  headers: { [name: string]: string };
  body: string | null;
  /** Which answers are well: a success, or any. */
  accepts: 'success' | 'any';
  /** Later steps name values of its answer, which has to be JSON for that. */
  answersJson?: boolean;
}

export interface HttpParts {
  db: Queryable;
  secrets: SecretBox;
  outbound: OutboundPolicy;
}

/** Bytes of an answer that are read. */
const LIMIT = 262_144;

/** Milliseconds one request may take. */
const LONGEST_MS = 30_000;

/** The longest another system may ask to be left alone. */
const LATEST_MS = 3_600_000;

/** Sends requests of workflows, with the secrets of their connection and signed where it has a key for that. */
export function httpCarrier(parts: HttpParts): Carrier {
  return {
    async perform({ key, payload, signal }: DeliveryTry): Promise<JsonValue> {
      const wish = payload as unknown as HttpWish;
      const connection =
        wish.connection === null ? null : await openConnection(parts.db, parts.secrets, wish.connection);
      if (wish.connection !== null && connection === null)
        throw new StrataError('unknown_connection', { name: wish.connection });
      const url = addressOf(wish.url, connection);
      const response = await outboundRequest(parts.outbound, {
        method: wish.method,
        url,
        headers: {
          Accept: 'application/json, */*;q=0.5',
          'User-Agent': 'Strata',
          ...(wish.body !== null && { 'Content-Type': 'application/json' }),
          ...wish.headers,
          'Idempotency-Key': key,
          ...authorization(connection),
          ...signature(connection, wish.body ?? ''),
        },
        ...(wish.body !== null && { body: wish.body }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]),
        limit: LIMIT,
      });
      return judged(response, wish);
    },
  };
}

/** The secrets of a connection go to its own address and beneath it, and nowhere else. */
function addressOf(given: string, connection: Connection | null): string {
  if (connection === null) return given;
  const base = URL.parse(String(connection.settings['base_url']));
  if (base === null) throw new StrataError('outbound_url_invalid', { url: String(connection.settings['base_url']) });
  const root = base.href.endsWith('/') ? base.href : `${base.href}/`;
  const url = URL.parse(/^https?:/i.test(given) ? given : `${root}${given.replace(/^\/+/, '')}`);
  const within = url !== null && (url.href.startsWith(root) || `${url.href}/` === root);
  if (!within) throw new StrataError('connection_elsewhere', { url: given, base: base.href });
  return url.href;
}

function authorization(connection: Connection | null): { [name: string]: string } {
  const token = connection?.secrets['token'] ?? '';
  const user = String(connection?.settings['user'] ?? '');
  switch (connection?.settings['auth']) {
    case 'bearer':
      return { Authorization: `Bearer ${token}` };
    case 'basic':
      return { Authorization: `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}` };
    case 'header':
      return user === '' ? {} : { [user]: token };
    default:
      return {};
  }
}

function signature(connection: Connection | null, body: string): { [name: string]: string } {
  const key = connection?.secrets['signing_key'];
  if (key === undefined) return {};
  const time = Math.floor(Date.now() / 1_000);
  return { 'Strata-Signature': `t=${time},v1=${createHmac('sha256', key).update(`${time}.${body}`).digest('hex')}` };
}

function judged({ status, headers, body }: OutboundResponse, { accepts, answersJson }: HttpWish): JsonValue {
  const answer = { status, text: body.toString('utf8').replaceAll('\0', '') };
  if (accepts === 'any') return answer;
  if (status >= 200 && status < 300) {
    if (answersJson !== true || isJson(answer.text)) return answer;
    throw new StrataError('outbound_garbled', { status, answer: answer.text.slice(0, 300) });
  }
  const refused = new StrataError('outbound_answered', { status, answer: answer.text.slice(0, 300) });
  if (status < 500 && ![408, 425, 429].includes(status)) throw refused;
  throw new TryLater(refused, patience(headers['retry-after']));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What `Retry-After` asks for, in seconds or as a date. */
function patience(header: string | undefined): number | null {
  if (header === undefined) return null;
  const asked = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(asked) ? Math.min(Math.max(asked, 0), LATEST_MS) : null;
}

import type { IncomingMessage } from 'node:http';
import { StrataError } from '@stratacrm/sdk';

const COOKIE = 'strata_session';

/** How a request says who sends it. */
export interface ShownToken {
  token: string;
  by: 'header' | 'cookie';
}

/** The token of the Authorization header or else of the cookie. */
export function shownToken(request: IncomingMessage): ShownToken | null {
  const header = request.headers.authorization;
  if (header !== undefined) return { token: /^Bearer\s+(\S+)$/i.exec(header.trim())?.[1] ?? '', by: 'header' };
  const cookie = cookieNamed(request.headers.cookie ?? '', COOKIE);
  return cookie === null ? null : { token: cookie, by: 'cookie' };
}

/** For the browser; script cannot read it and other sites' pages cannot send it along with a write. */
export function sessionCookie(token: string | null, secure: boolean): string {
  const life = token === null ? 0 : 90 * 24 * 3600;
  return `${COOKIE}=${token ?? ''}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}

export function cookieNamed(header: string, wanted: string): string | null {
  for (const part of header.split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === wanted && value) return value;
  }
  return null;
}

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A browser tells where a request comes from, and pages cannot make it lie. What tells nothing is no browser, and has no
 * cookie that somebody else could abuse.
 */
export function requireSameSite(request: IncomingMessage): void {
  if (READS.has(request.method ?? '')) return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw new StrataError('csrf');
  }
  const { origin, host } = request.headers;
  if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) throw new StrataError('csrf');
}

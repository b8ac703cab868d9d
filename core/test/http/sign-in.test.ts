import { beforeAll, describe, expect, it } from 'vitest';
import { ADMIN } from '../../testing/admin.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});

const login = (headers: Record<string, string> = {}) =>
  fetch(`${api.url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ email: ADMIN.email, password: ADMIN.password }),
  });

async function cookie(): Promise<string> {
  return (await login()).headers.get('set-cookie')?.split(';')[0] ?? '';
}

const rename = (headers: Record<string, string>) =>
  fetch(`${api.url}/api/me`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ name: 'Somebody' }),
  });

describe('the cookie of a session', () => {
  it('is out of reach for scripts and other sites', async () => {
    const set = (await login()).headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly/);
    expect(set).toMatch(/SameSite=Lax/);
    expect(set).not.toMatch(/Secure/);
    expect((await login({ 'x-forwarded-proto': 'https' })).headers.get('set-cookie')).toMatch(/Secure/);
  });

  it('opens what the token opens, and nothing after signing out', async () => {
    const headers = { cookie: await cookie() };
    expect((await fetch(`${api.url}/api/me`, { headers })).status).toBe(200);
    const out = await fetch(`${api.url}/api/auth/logout`, { method: 'POST', headers });
    expect(out.status).toBe(204);
    expect(out.headers.get('set-cookie')).toMatch(/strata_session=;.*Max-Age=0/);
    expect((await fetch(`${api.url}/api/me`, { headers })).status).toBe(401);
  });

  it('does not let another site write', async () => {
    const headers = { cookie: await cookie() };
    for (const foreign of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]) {
      const answer = await rename({ ...headers, ...(foreign as Record<string, string>) });
      expect({ foreign, status: answer.status, body: await answer.json() }).toMatchObject({
        foreign,
        status: 403,
        body: { code: 'csrf' },
      });
    }
    expect((await rename({ ...headers, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await rename({ ...headers, origin: api.url })).status).toBe(200);
  });

  it('is not needed, and no danger, where a token is shown', async () => {
    expect((await rename({ authorization: `Bearer ${api.admin.token}`, 'sec-fetch-site': 'cross-site' })).status).toBe(
      200,
    );
  });
});

describe('the cause of a change', () => {
  const causeOf = async (id: string) =>
    (await api.admin.ok('GET', `/api/records/account/${id}/history`)).data[0].cause.kind as string;

  it('is the screen only for the Studio with its cookie', async () => {
    const create = async (headers: Record<string, string>) => {
      const response = await fetch(`${api.url}/api/records/account`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ name: 'Caused Ltd' }),
      });
      return ((await response.json()) as { data: { id: string } }).data.id;
    };
    const studio = { 'x-strata-client': 'studio' };
    expect(await causeOf(await create({ ...studio, cookie: await cookie() }))).toBe('screen');
    expect(await causeOf(await create({ ...studio, authorization: `Bearer ${api.admin.token}` }))).toBe('api');
    const { created } = await api.admin.ok('POST', '/api/records/account/bulk', {
      body: { create: [{ name: 'Bulky Ltd' }] },
    });
    expect(await causeOf(created[0] as string)).toBe('bulk');
  });
});

describe('every answer', () => {
  it('carries an id, which the caller may choose', async () => {
    const ids = await Promise.all(
      ['mine-1', 'not\tmine'].map(async (id) =>
        (await fetch(`${api.url}/healthz`, { headers: { 'x-request-id': id } })).headers.get('x-request-id'),
      ),
    );
    expect(ids[0]).toBe('mine-1');
    expect(ids[1]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('forbids what the Studio does not need', async () => {
    const { headers } = await fetch(`${api.url}/healthz`);
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('the probes', () => {
  it('say that the server is alive and ready, and what it does', async () => {
    expect(await (await fetch(`${api.url}/healthz`)).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(`${api.url}/readyz`)).json()).toMatchObject({
      status: 'ok',
      database: 'ok',
      release: expect.any(Number),
    });
    const metrics = await (await fetch(`${api.url}/metrics`)).text();
    expect(metrics).toMatch(/^strata_http_requests_total\{method="GET",route="\/healthz",status="200"\} \d+$/m);
    expect(metrics).toMatch(/^strata_release \d+$/m);
  });
});

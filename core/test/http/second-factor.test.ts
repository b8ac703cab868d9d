import { TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../testing/api-client.ts';
import { PASSWORD, testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let zoe: ApiClient & { id: string };
let totp: TOTP;
let recovery: string[];

const EMAIL = 'zoe@example.com';

beforeAll(async () => {
  api = await testApi();
  zoe = await api.person('Zoe', ['sales_representative']);
});

/** The code of so many steps from now; the server takes the one before and the one after too. */
const codeAt = (steps: number): string => totp.generate({ timestamp: Date.now() + steps * 30_000 });
const forgetUsedSteps = () => api.database.query('update core.second_factor set used_step = 0');
const login = (code?: string, password = PASSWORD) =>
  api.nobody.post('/api/auth/login', { body: { email: EMAIL, password, ...(code === undefined ? {} : { code }) } });
const stateOf = async (client: ApiClient) => (await client.ok('GET', '/api/me/second-factor')).data;

async function enrol(client: ApiClient): Promise<{ totp: TOTP; codes: string[] }> {
  const { data } = await client.ok('POST', '/api/me/second-factor', { body: { current_password: PASSWORD } });
  const made = new TOTP({ secret: data.setup_key as string });
  const confirmed = await client.ok('POST', '/api/me/second-factor/confirm', { body: { code: made.generate() } });
  return { totp: made, codes: confirmed.data.recovery_codes as string[] };
}

describe('setting up a second factor', () => {
  it('takes the password, and counts only when a code was shown', async () => {
    const wrong = await zoe.post('/api/me/second-factor', { body: { current_password: 'guessed' } });
    expect(wrong.body).toMatchObject({ status: 422, errors: [{ path: 'current_password' }] });
    const { data } = await zoe.ok('POST', '/api/me/second-factor', { body: { current_password: PASSWORD } });
    expect(data.uri).toMatch(/^otpauth:\/\/totp\/Strata:zoe%40example\.com\?/);
    expect((await login()).status).toBe(200);
    const bad = await zoe.post('/api/me/second-factor/confirm', { body: { code: '000000' } });
    // There are no recovery codes yet that could be entered instead.
    expect(bad.body).toMatchObject({ errors: [{ path: 'code', code: 'bad_first_code' }] });
    expect(await stateOf(zoe)).toMatchObject({ enabled: false });
    ({ totp, codes: recovery } = await enrol(zoe));
    expect(await stateOf(zoe)).toEqual({ enabled: true, required: false, recovery_codes_left: 10 });
    expect((await zoe.post('/api/me/second-factor', { body: { current_password: PASSWORD } })).status).toBe(409);
  });

  it('keeps neither the secret nor a recovery code where somebody could read it again', async () => {
    const { rows } = await api.database.query('select * from core.recovery_code, core.audit_entry');
    for (const code of recovery) expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
    expect(JSON.stringify(await stateOf(zoe))).not.toContain(totp.secret.base32);
  });
});

describe('signing in with it', () => {
  it('asks for the code only after the right password', async () => {
    expect((await login()).body).toMatchObject({ status: 401, code: 'second_factor_required' });
    expect((await login(undefined, 'wrong password')).body).toMatchObject({ code: 'bad_credentials' });
    expect((await login(codeAt(0), 'wrong password')).body).toMatchObject({ code: 'bad_credentials' });
    expect((await login('000000')).body).toMatchObject({ status: 401, code: 'bad_code' });
  });

  it('takes each code once, also of two at the same moment', async () => {
    await forgetUsedSteps();
    const both = await Promise.all([login(codeAt(0)), login(codeAt(0))]);
    expect(both.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 401]);
    expect((await login(codeAt(0))).body).toMatchObject({ code: 'bad_code' });
    // A code older than the newest used one is used up with it.
    expect((await login(codeAt(-1))).body).toMatchObject({ code: 'bad_code' });
    expect((await login(codeAt(1))).status).toBe(200);
    expect((await login(codeAt(9))).body).toMatchObject({ code: 'bad_code' });
  });

  it('takes a recovery code once, however it is typed', async () => {
    const code = recovery[0]!;
    expect((await login(code.toUpperCase().replaceAll('-', ' '))).status).toBe(200);
    expect((await login(code)).body).toMatchObject({ code: 'bad_code' });
    expect(await stateOf(zoe)).toMatchObject({ recovery_codes_left: 9 });
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { actor: zoe.id, limit: 2 } });
    expect(data.map((entry: { action: string }) => entry.action)).toEqual(['signed_in', 'recovery_code_used']);
  });

  it('makes guessing codes as slow as guessing passwords, whatever is asked in between', async () => {
    const codes: string[] = [];
    for (let tries = 0; tries < 14; tries++) {
      await login();
      codes.push(((await login('123456')).body as { code: string }).code);
    }
    expect(codes).toContain('sign_in_locked');
    await api.database.query('delete from core.sign_in_attempt');
  });

  it('gives new recovery codes in the place of the old ones', async () => {
    const { data } = await zoe.ok('POST', '/api/me/second-factor/recovery-codes', {
      body: { current_password: PASSWORD },
    });
    expect((await login(recovery[1])).body).toMatchObject({ code: 'bad_code' });
    recovery = data.recovery_codes as string[];
    expect((await login(recovery[0])).status).toBe(200);
  });
});

describe('the end of it', () => {
  it('takes the password and a code', async () => {
    const end = (body: object) => zoe.post('/api/me/second-factor/end', { body });
    expect((await end({ current_password: 'guessed', code: recovery[1] })).status).toBe(422);
    expect((await end({ current_password: PASSWORD, code: '000000' })).status).toBe(422);
    // Neither can be guessed without end, also not from within a session.
    for (const body of [
      { current_password: 'guessed', code: '000000' },
      { current_password: PASSWORD, code: '000000' },
    ]) {
      const guesses = await Promise.all(Array.from({ length: 14 }, () => end(body)));
      expect(guesses.map((guess) => guess.body.code)).toContain('sign_in_locked');
      await api.database.query('delete from core.sign_in_attempt');
    }
    expect((await end({ current_password: PASSWORD, code: recovery[1] })).status).toBe(204);
    expect((await login()).status).toBe(200);
  });

  it('comes by who manages users, for one who lost his device', async () => {
    await enrol(zoe);
    const reset = `/api/users/${zoe.id}/second-factor`;
    const max = await api.person('Max', ['sales_representative']);
    expect((await max.delete(reset)).status).toBe(403);
    expect((await api.admin.ok('GET', reset)).data.enabled).toBe(true);
    expect((await api.admin.delete(reset)).status).toBe(204);
    expect((await login()).status).toBe(200);
    expect((await api.admin.delete(reset)).status).toBe(404);
  });
});

describe('a role that demands it', () => {
  it('opens nothing until it is set up, and keeps it on', async () => {
    const role = {
      kind: 'role',
      name: 'treasurer',
      label: { en: 'Treasurer', zh: '财务' },
      grants: { account: { read: true } },
      rights: ['api_keys'],
      second_factor: 'required',
    };
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/role/treasurer', { body: role });
    await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Treasurer' } });
    api.admin.forget();
    const { data: ben } = await api.admin.ok('POST', '/api/users', {
      body: { email: 'ben@example.com', name: 'Ben', roles: ['treasurer'], password: PASSWORD },
    });
    const { token } = await api.nobody.ok('POST', '/api/auth/login', {
      body: { email: 'ben@example.com', password: PASSWORD },
    });
    const client = new ApiClient(api.url, token as string);
    const raw = async (path: string, init: RequestInit = {}) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const response = await fetch(api.url + path, { ...init, headers });
      return { status: response.status, code: ((await response.json()) as { code?: string }).code };
    };
    const closed = { status: 403, code: 'second_factor_needed' };
    expect(await raw('/api/records/account')).toEqual(closed);
    expect(await raw('/api/api-keys', { method: 'POST', body: '{"name":"way round"}' })).toEqual(closed);
    expect(await raw('/api/me', { method: 'PATCH', body: '{"name":"Benjamin"}' })).toEqual(closed);
    const me = await fetch(`${api.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ data: { second_factor_needed: true } });

    const post = async (path: string, body: object) => {
      const response = await fetch(api.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await response.json()) as { data: { setup_key: string } };
    };
    const begun = await post('/api/me/second-factor', { current_password: PASSWORD });
    const his = new TOTP({ secret: begun.data.setup_key });
    await post('/api/me/second-factor/confirm', { code: his.generate() });
    expect((await client.ok('GET', '/api/me')).data.second_factor_needed).toBe(false);
    expect((await client.get('/api/records/account')).status).toBe(200);
    const end = await client.post('/api/me/second-factor/end', {
      body: { current_password: PASSWORD, code: his.generate({ timestamp: Date.now() + 30_000 }) },
    });
    expect(end.body).toMatchObject({ code: 'second_factor_kept' });
    await api.admin.ok('DELETE', `/api/users/${ben.id}/second-factor`);
    expect(await raw('/api/records/account')).toEqual(closed);
  });
});

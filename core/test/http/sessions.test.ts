import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient } from '../../testing/api-client.ts';
import { PASSWORD, testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let zoe: ApiClient & { id: string };

beforeAll(async () => {
  api = await testApi();
  zoe = await api.person('Zoe', ['sales_representative']);
});

const again = () => api.signIn('zoe@example.com', PASSWORD);
const sessionsOf = async (client: ApiClient) => (await client.ok('GET', '/api/me/sessions')).data;
const statusOf = async (client: ApiClient) =>
  (await fetch(`${api.url}/api/me`, { headers: { authorization: `Bearer ${client.token}` } })).status;

describe('my sessions', () => {
  it('are listed with the one that asks first, and with nothing that opens them', async () => {
    const phone = await again();
    const seen = await sessionsOf(phone);
    expect(seen).toHaveLength(2);
    expect(seen.map((each: { current: boolean }) => each.current)).toEqual([true, false]);
    expect(seen[0].user_agent).toBe('node');
    expect(JSON.stringify(seen)).not.toContain(phone.token);
    expect((await sessionsOf(zoe))[0].id).not.toBe(seen[0].id);
  });

  it('end one by one, at once', async () => {
    const phone = await again();
    const [{ id }] = await sessionsOf(phone);
    expect(await statusOf(phone)).toBe(200);
    expect((await zoe.delete(`/api/me/sessions/${id}`)).status).toBe(204);
    expect(await statusOf(phone)).toBe(401);
    expect((await zoe.delete(`/api/me/sessions/${id}`)).status).toBe(404);
  });

  it('end all but this one', async () => {
    const others = [await again(), await again()];
    const { data } = await zoe.ok('DELETE', '/api/me/sessions');
    expect(data.ended).toBeGreaterThanOrEqual(2);
    expect(await Promise.all(others.map(statusOf))).toEqual([401, 401]);
    expect(await sessionsOf(zoe)).toHaveLength(1);
    expect(await statusOf(api.admin)).toBe(200);
  });

  it('are out of reach for everybody else but those who manage users', async () => {
    const max = await api.person('Max', ['sales_representative']);
    const [{ id }] = await sessionsOf(zoe);
    expect((await max.delete(`/api/me/sessions/${id}`)).status).toBe(404);
    expect((await max.get(`/api/users/${zoe.id}/sessions`)).status).toBe(403);
    expect((await max.delete(`/api/users/${zoe.id}/sessions`)).status).toBe(403);
    expect(await statusOf(zoe)).toBe(200);
  });
});

describe("somebody's sessions", () => {
  it('are seen and ended by who manages users', async () => {
    const [phone, tablet] = [await again(), await again()];
    const listed = (await api.admin.ok('GET', `/api/users/${zoe.id}/sessions`)).data;
    const [{ id }] = await sessionsOf(phone);
    expect(listed.map((each: { id: string }) => each.id)).toContain(id);
    expect(listed.some((each: { current: boolean }) => each.current)).toBe(false);
    expect((await api.admin.delete(`/api/users/${zoe.id}/sessions/${id}`)).status).toBe(204);
    expect([await statusOf(phone), await statusOf(tablet)]).toEqual([401, 200]);
    await api.admin.ok('DELETE', `/api/users/${zoe.id}/sessions`);
    expect([await statusOf(tablet), await statusOf(zoe), await statusOf(api.admin)]).toEqual([401, 401, 200]);
  });
});

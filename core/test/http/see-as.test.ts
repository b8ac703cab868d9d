import { beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../src/http/routes.ts';
import { ApiClient, type Loose } from '../../testing/api-client.ts';
import { ADMIN } from '../../testing/admin.ts';
import { PASSWORD, testApi, type TestApi } from '../../testing/test-api.ts';

/** An administrator looks through somebody's eyes: he reads what that person reads, and nothing is written by it. */

let api: TestApi;
let person: ApiClient & { id: string };
let viewer: ApiClient;

beforeAll(async () => {
  api = await testApi();
  person = await api.person('Rep', ['sales_representative']);
  await api.admin.ok('POST', '/api/records/account', { body: { name: 'Not his' } });
  await person.ok('POST', '/api/records/account', { body: { name: 'His own' } });
  viewer = await api.signIn(ADMIN.email, ADMIN.password);
});

const look = (client: ApiClient, user: string) => client.post<Loose>('/api/see-as', { body: { user } });
const audit = async (): Promise<Loose[]> =>
  (await api.admin.ok('GET', '/api/audit', { query: { action: 'see_as_started' } })).data;

describe('seeing as a user', () => {
  it('shows what he sees, at every door for reading', async () => {
    expect((await look(viewer, person.id)).status).toBe(204);
    viewer.forget();
    const me = (await viewer.ok('GET', '/api/me')).data;
    expect(me).toMatchObject({ id: person.id, name: 'Rep', rights: [], seen_by: { name: 'Admin' } });
    const reads: [string, string, Loose?][] = [
      ['GET', '/api/model'],
      ['GET', '/api/records/account'],
      ['GET', '/api/search?q=his'],
      ['GET', '/api/views?object=account'],
      ['POST', '/api/records/account/query', { fields: ['name'], sort: 'name', count: 'exact' }],
    ];
    for (const [method, path, body] of reads) {
      const [seen, own] = await Promise.all([viewer, person].map((client) => raw(client, method, path, body)));
      expect(seen).toEqual(own);
    }
    expect((await viewer.get('/api/users')).status).toBe(403);
  });

  it('changes nothing, by any route there is', async () => {
    const writing = routes.filter((route) => route.method !== 'GET' && route.reads !== true && route.asViewer !== true);
    expect(writing.length).toBeGreaterThan(50);
    for (const route of writing.filter((each) => each.for !== 'public')) {
      const path = route.path.replaceAll(/\{object\}/g, 'account').replaceAll(/\{\w+\}/g, crypto.randomUUID());
      const { status, text } = await raw(viewer, route.method, path, {});
      expect({ route: route.id, status, code: JSON.parse(text).code }).toEqual({
        route: route.id,
        status: 403,
        code: 'see_as_reads_only',
      });
    }
    expect(await audit()).toMatchObject([{ actor: { email: ADMIN.email }, subject: { id: person.id, name: 'Rep' } }]);
  });

  it('ends when he says so, and when he administrates no more or the other may not sign in', async () => {
    expect((await viewer.delete('/api/see-as')).status).toBe(204);
    expect((await viewer.ok('GET', '/api/me')).data).toMatchObject({ seen_by: null, email: ADMIN.email });
    const second = await api.person('Second', ['administrator']);
    await look(second, person.id);
    expect((await second.ok('GET', '/api/me')).data.id).toBe(person.id);
    await api.admin.ok('PATCH', `/api/users/${second.id}`, { body: { roles: [] } });
    expect((await second.ok('GET', '/api/me')).data).toMatchObject({ id: second.id, seen_by: null });
    await look(viewer, person.id);
    await api.admin.ok('PATCH', `/api/users/${person.id}`, { body: { active: false } });
    expect((await viewer.ok('GET', '/api/me')).data).toMatchObject({ email: ADMIN.email, seen_by: null });
    await viewer.delete('/api/see-as');
    await api.admin.ok('PATCH', `/api/users/${person.id}`, { body: { active: true } });
  });

  it('is for administrators in a session, of others who may sign in', async () => {
    const rep = await api.signIn('rep@example.com', PASSWORD);
    expect((await look(rep, person.id)).status).toBe(403);
    const { key } = await api.admin.ok('POST', '/api/api-keys', { body: { name: 'k' } });
    expect((await look(new ApiClient(api.url, key as string), person.id)).body.code).toBe('see_as_not_possible');
    const me = (await viewer.ok('GET', '/api/me')).data.id as string;
    expect((await look(viewer, me)).body.code).toBe('see_as_not_possible');
    expect((await look(viewer, crypto.randomUUID())).status).toBe(404);
  });

  it('signs the administrator out, not the other', async () => {
    const session = await api.signIn(ADMIN.email, ADMIN.password);
    await look(session, person.id);
    await session.ok('POST', '/api/auth/logout');
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { action: 'signed_out' } });
    expect(data[0]).toMatchObject({ actor: { email: ADMIN.email } });
  });
});

async function raw(client: ApiClient, method: string, path: string, body?: Loose) {
  const response = await fetch(api.url + path, {
    method,
    headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { PASSWORD, testApi, type TestApi } from '../../testing/test-api.ts';

/** A customer signs in from outside and sees what his own record opens, and nothing of the people here. */

const label = (text: string) => ({ en: text, zh: text });

let api: TestApi;
let customer: ApiClient & { id: string };
let contact: string;
let account: string;
let ownCase: string;
let otherCase: string;

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const role = (name: string, body: Loose) => put('role', name, { name, label: label(name), ...body });
const publish = () => api.admin.ok('POST', '/api/studio/publish', { body: { message: 'x' } });
const make = async (object: string, body: Loose): Promise<string> =>
  (await api.admin.ok('POST', `/api/records/${object}`, { body })).data.id;
const newUser = (body: Loose) => api.admin.post<Loose>('/api/users', { body: { password: PASSWORD, ...body } });

const CUSTOMER = {
  portal: true,
  grants: {
    case: {
      create: 'record.contact == user.record',
      read: 'record.contact == user.record',
      fields: { '*': 'read', subject: 'edit', description: 'edit', contact: 'edit' },
    },
    account: { read: 'related("contact.account").exists(c, c == user.record)', fields: { '*': 'none', name: 'read' } },
    contact: {
      read: 'record.id == user.record',
      update: 'record.id == user.record',
      fields: { '*': 'read', phone: 'edit' },
    },
  },
};

beforeAll(async () => {
  api = await testApi();
  await role('customer', CUSTOMER);
  await publish();
  api.admin.forget();
  account = await make('account', { name: '晨光文具' });
  await make('account', { name: 'Somebody else' });
  contact = await make('contact', { name: '王芳', account });
  const other = await make('contact', { name: 'Other One' });
  ownCase = await make('case', { subject: 'My printer', contact });
  otherCase = await make('case', { subject: 'Their printer', contact: other });
  const { body } = await newUser({
    email: 'fang@customer.example',
    name: '王芳',
    roles: ['customer'],
    portal: { object: 'contact', record: contact },
  });
  customer = Object.assign(await api.signIn('fang@customer.example', PASSWORD), { id: body.data.id as string });
});

describe('a portal user', () => {
  it('sees what his own record opens', async () => {
    expect((await customer.ok('GET', '/api/me')).data.portal.record).toBe(contact);
    const cases = await customer.ok('GET', '/api/records/case', { query: { fields: 'subject' } });
    expect(cases.data).toEqual([{ id: ownCase, subject: 'My printer' }]);
    const accounts = await customer.ok('GET', '/api/records/account', { query: { fields: 'name', count: 'exact' } });
    expect(accounts).toMatchObject({ data: [{ id: account, name: '晨光文具' }], count: 1 });
    expect((await customer.get(`/api/records/case/${otherCase}`)).status).toBe(404);
    expect(Object.keys((await customer.ok('GET', '/api/model')).objects).sort()).toEqual([
      'account',
      'case',
      'contact',
    ]);
  });

  it('writes only what is his', async () => {
    const mine = await customer.post('/api/records/case', { body: { subject: 'A new one', contact } });
    expect(mine.status).toBe(201);
    const theirs = await customer.post<Loose>('/api/records/case', { body: { subject: 'Not mine' } });
    expect(theirs).toMatchObject({ status: 403, body: { code: 'forbidden_row' } });
  });

  it('meets no people: no users, teams, shares or views of theirs', async () => {
    for (const object of ['user', 'team'])
      expect((await customer.get(`/api/records/${object}`)).status).toBeGreaterThanOrEqual(403);
    expect((await customer.get<Loose>('/api/teams')).body.code).toBe('portal_closed');
    expect((await customer.get('/api/users')).status).toBe(403);
    expect((await customer.ok('GET', '/api/search', { query: { q: 'Admin' } })).data).toEqual([]);
    const record = JSON.stringify((await customer.ok('GET', `/api/records/case/${ownCase}`)).data);
    expect(record).not.toContain('admin@example.com');
    expect((await customer.get<Loose>(`/api/records/case/${ownCase}/readers`)).body.code).toBe('share_not_yours');
    const view = { object: 'case', name: 'All cases', type: 'table', columns: [{ name: 'subject' }] };
    await api.admin.ok('POST', '/api/views', { body: { ...view, shared_with: 'everybody' } });
    expect((await customer.ok('GET', '/api/views')).data).toEqual([]);
    expect((await customer.post<Loose>('/api/views', { body: { ...view, shared_with: 'everybody' } })).body.code).toBe(
      'portal_closed',
    );
    const { remedies } = (await customer.ok('GET', '/api/explain', { query: { object: 'case', id: otherCase } })).data;
    expect(remedies).toEqual([]);
  });

  it('can have no role that is not made for such people, neither when made nor later', async () => {
    const portal = { object: 'contact', record: contact };
    const made = await newUser({ email: 'x@customer.example', name: 'X', roles: ['administrator'], portal });
    expect(made.body).toMatchObject({ code: 'portal_roles_only', errors: [{ path: 'roles.0' }] });
    const given = await api.admin.patch<Loose>(`/api/users/${customer.id}`, {
      body: { roles: ['customer', 'read_only'] },
    });
    expect(given.body.code).toBe('portal_roles_only');
    const staff = await api.person('Staff', ['read_only']);
    const moved = await api.admin.patch<Loose>(`/api/users/${staff.id}`, { body: { portal } });
    expect(moved.body.code).toBe('portal_roles_only');
    expect(
      (await newUser({ email: 'y@customer.example', name: 'Y', portal: { object: 'user', record: staff.id } })).status,
    ).toBe(422);
    const unknown = { object: 'contact', record: '01890000-0000-7000-8000-000000000000' };
    expect((await newUser({ email: 'z@customer.example', name: 'Z', portal: unknown })).status).toBe(404);
  });

  it('loses what a role gave when it is no longer one for portal users, and never has a right', async () => {
    await role('customer', { ...CUSTOMER, rights: ['manage_users', 'api_keys'] });
    await publish();
    customer.forget();
    expect((await customer.ok('GET', '/api/me')).data.rights).toEqual([]);
    expect((await customer.get('/api/users')).status).toBe(403);
    await role('customer', { ...CUSTOMER, portal: undefined });
    await publish();
    customer.forget();
    expect((await customer.get('/api/records/case')).status).toBe(403);
    await role('customer', CUSTOMER);
    await publish();
    expect((await customer.get('/api/records/case')).status).toBe(200);
  });
});

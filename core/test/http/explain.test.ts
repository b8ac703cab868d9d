import { beforeAll, expect, it } from 'vitest';
import type { ApiClient } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

let api: TestApi;
let seller: ApiClient & { id: string };
let own: string;
let others: string;

beforeAll(async () => {
  api = await testApi();
  seller = await api.person('Seller', ['sales_representative', 'service_agent']);
  const make = async (body: object) => (await api.admin.ok('POST', '/api/records/account', { body })).data.id as string;
  own = await make({ name: 'Own Ltd', owner: seller.id });
  others = await make({ name: 'Other Ltd' });
});

const explain = async (query: Record<string, string>) =>
  (await api.admin.ok('GET', '/api/explain', { query: { user: seller.id, object: 'account', ...query } })).data;

it('names every role and what it says', async () => {
  expect(await explain({ id: own, door: 'update' })).toMatchObject({
    user: { id: seller.id, name: 'Seller', active: true },
    allowed: true,
    owner: { id: seller.id, name: 'Seller' },
    grants: [
      { role: 'sales_representative', label: { zh: '销售代表' }, object: true, row: 'matches' },
      { role: 'service_agent', object: false, row: 'none' },
    ],
    missing: null,
    remedies: [],
  });
  expect(await explain({ id: others, door: 'update' })).toMatchObject({
    allowed: false,
    missing: `update account ${others}`,
  });
  expect(await explain({ object: 'campaign', door: 'delete' })).toMatchObject({
    allowed: false,
    missing: 'delete campaign',
  });
});

it('knows fields', async () => {
  expect(await explain({ object: 'product', field: 'cost' })).toMatchObject({
    allowed: false,
    grants: [{ field: 'none' }, { field: 'none' }],
    missing: 'read product.cost',
  });
  expect(await explain({ id: own, field: 'annual_revenue', door: 'update' })).toMatchObject({ allowed: true });
});

it('agrees with what really happens', async () => {
  for (const id of [own, others]) {
    const { allowed } = await explain({ id, door: 'update' });
    const answer = await seller.patch(`/api/records/account/${id}`, { body: { name: 'Renamed Ltd' } });
    expect({ id, allowed }).toEqual({ id, allowed: answer.status === 200 });
  }
});

it('answers for oneself, and for others only to those who manage users', async () => {
  expect((await seller.ok('GET', '/api/explain', { query: { object: 'account', id: own } })).data).toMatchObject({
    allowed: true,
  });
  expect(await seller.get('/api/explain', { query: { object: 'account', user: 'admin@example.com' } })).toMatchObject({
    status: 403,
    body: { code: 'forbidden_right' },
  });
});

it('shows the rule, and of each piece whether it holds and what it reads', async () => {
  const { grants } = await explain({ id: others });
  expect(grants[0]).toMatchObject({
    rule: 'record.owner == user.id || record.owner.team in user.teams',
    condition: {
      source: 'record.owner == user.id || record.owner.team in user.teams',
      holds: false,
      join: 'or',
      parts: [
        {
          source: 'record.owner == user.id',
          holds: false,
          values: [
            { name: 'record.owner', text: 'Admin' },
            { name: 'user.id', value: seller.id, text: 'Seller' },
          ],
        },
        {
          source: 'record.owner.team in user.teams',
          holds: false,
          values: [
            { name: 'record.owner.team', value: null },
            { name: 'user.teams', value: [] },
          ],
        },
      ],
    },
  });
  expect((await explain({ id: own })).grants[0].condition).toMatchObject({ holds: true, parts: [{ holds: true }, {}] });
});

it('tells nobody more of a record than he may see', async () => {
  const put = (name: string, body: object) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/role/${name}`, {
      body: { kind: 'role', name, label: { en: name, zh: name }, ...body },
    });
  const fields = { '*': 'read', annual_revenue: 'none' };
  await put('people_manager', { grants: { account: { read: true, fields } }, rights: ['manage_users'] });
  await put('big_deals', {
    grants: { account: { read: 'record.annual_revenue > 1000 && !(record.name == "Other Ltd")' } },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'More roles' } });
  api.admin.forget();
  const manager = await api.person('People manager', ['people_manager']);
  const big = await api.person('Big', ['big_deals']);
  const query = { user: big.id, object: 'account', id: others };
  const told = (await manager.ok('GET', '/api/explain', { query })).data.grants[0];
  expect(told.condition).toMatchObject({
    join: 'and',
    holds: false,
    parts: [
      { source: 'record.annual_revenue > 1000', holds: 'hidden' },
      { join: 'not', holds: false, parts: [{ holds: true, values: [{ name: 'record.name', value: 'Other Ltd' }] }] },
    ],
  });
  expect(told.condition.parts[0].values).toBeUndefined();
  // A rule over fields one may not read is not shown to whom it binds.
  const self = (await big.ok('GET', '/api/explain', { query: { object: 'account', id: others } })).data;
  expect(self).toMatchObject({ allowed: false, owner: null, grants: [{ role: 'big_deals', row: 'does_not_match' }] });
  expect(self.grants[0].condition).toBeUndefined();
});

it('names what would help, and who could give it', async () => {
  const { missing_at, remedies } = await explain({ id: others, door: 'update' });
  expect(missing_at).toBe('record');
  const kinds = (kind: string) => remedies.filter((each: { kind: string }) => each.kind === kind);
  const roles = kinds('role').map((each: { role: string }) => each.role);
  expect(roles).toContain('administrator');
  expect(roles).not.toContain('read_only');
  expect(kinds('share')).toMatchObject([{ by: [{ name: 'Admin' }] }]);
  expect(kinds('administrator')[0].by).toContainEqual(expect.objectContaining({ name: 'Admin' }));
  expect((await explain({ object: 'campaign', door: 'delete' })).missing_at).toBe('object');
});

it('counts shares, and lists everybody who sees a record with the reason', async () => {
  const lonely = await api.person('Lonely', ['sales_representative']);
  const { data: share } = await api.admin.ok('POST', `/api/records/account/${others}/shares`, {
    body: { user: lonely.id, level: 'read' },
  });
  expect(await explain({ user: lonely.id, id: others })).toMatchObject({
    allowed: true,
    shares: [{ id: share.id, level: 'read' }],
  });
  expect(await explain({ user: lonely.id, id: others, door: 'update' })).toMatchObject({ allowed: false, shares: [] });
  const { data } = await api.admin.ok('GET', `/api/records/account/${others}/readers`);
  const reader = (name: string) => data.find((each: { name: string }) => each.name === name);
  expect(reader('Lonely')).toMatchObject({ roles: [], shares: [share.id], edit: false });
  expect(reader('Admin')).toMatchObject({ roles: [{ role: 'administrator' }], edit: true });
  expect(reader('Big')).toBeUndefined();
  const own_ = (await seller.ok('GET', `/api/records/account/${own}/readers`)).data;
  expect(own_.map((each: { name: string }) => each.name)).toEqual(expect.arrayContaining(['Seller', 'Admin']));
  expect((await seller.get<{ code: string }>(`/api/records/account/${others}/readers`)).body.code).toBe(
    'share_not_yours',
  );
});

it('says what a key keeps from its owner', async () => {
  const both = await api.person('Both', ['sales_representative', 'read_only', 'administrator']);
  const { key } = await both.ok('POST', '/api/api-keys', { body: { name: 'few', roles: ['sales_representative'] } });
  const response = await fetch(`${api.url}/api/explain?object=account&id=${others}`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { data } = (await response.json()) as { data: unknown };
  expect(data).toMatchObject({ allowed: false, left_out_by_key: ['administrator', 'read_only'] });
});

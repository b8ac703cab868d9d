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
  expect(await explain({ id: own, door: 'update' })).toEqual({
    allowed: true,
    grants: [
      { role: 'sales_representative', object: true, row: 'matches' },
      { role: 'service_agent', object: false, row: 'none' },
    ],
    missing: null,
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

import { beforeAll, expect, it } from 'vitest';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const label = (text: string) => ({ en: text, zh: text });
const documents = '/api/studio/layers/workspace/documents';

let api: TestApi;

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: object) =>
    api.admin.ok('PUT', `${documents}/${kind}/${key}`, { body: { kind, label: label(key), ...body } });
  await put('object', 'bill', { name: 'bill', label_plural: label('Bills'), name_field: 'name' });
  await put('field', 'bill.name', { object: 'bill', name: 'name', type: 'text' });
  await put('field', 'bill.paid_on', { object: 'bill', name: 'paid_on', type: 'date' });
  await put('field', 'bill.total', { object: 'bill', name: 'total', type: 'currency', rate_date: 'paid_on' });
  await put('rule', 'small', {
    name: 'small',
    object: 'bill',
    type: 'validation',
    assert: 'record.total < 5000',
    message: label('Too much'),
    mode: 'enforce',
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: {} });
  api.admin.forget();
});

async function rates(changes: object[]): Promise<void> {
  await api.admin.ok('POST', '/api/studio/exchange-rates', { body: { rates: changes } });
  await expect.poll(async () => (await api.admin.ok('GET', '/api/studio/exchange-rates')).converting).toBe(false);
}

async function matching(filter: string): Promise<string[]> {
  const query = { filter, fields: 'name', sort: 'name' };
  const { data } = await api.admin.ok('GET', '/api/records/bill', { query });
  return data.map((each: { name: string }) => each.name);
}

async function sum(): Promise<unknown> {
  const body = { aggregates: { all: 'sum(total)' } };
  return (await api.admin.ok('POST', '/api/records/bill/query', { body })).data[0].all;
}

it('converts an amount by the rate of its own day', async () => {
  await rates([
    { currency: 'USD', valid_from: '1970-01-01', rate: '6' },
    { currency: 'USD', valid_from: '2026-01-01', rate: '7' },
    { currency: 'USD', valid_from: '2026-07-01', rate: '8' },
  ]);
  const total = { amount: '100.00', currency: 'USD' };
  for (const [name, paid_on] of Object.entries({ a: '2025-12-31', b: '2026-06-30', c: '2026-07-01', d: null })) {
    await api.admin.ok('POST', '/api/records/bill', { body: { name, paid_on, total } });
  }
  expect(await matching('total == 600')).toEqual(['a']);
  expect(await matching('total == 700')).toEqual(['b']);
  // Without a date it is the day on which the record was made.
  expect(await matching('total == 800')).toEqual(['c', 'd']);
  expect(await sum()).toEqual({ amount: '2900.00', currency: 'CNY' });
});

it('follows the date, and holds rules by the same rate', async () => {
  const { data } = await api.admin.ok('GET', '/api/records/bill', { query: { filter: 'name == "a"' } });
  await api.admin.ok('PATCH', `/api/records/bill/${data[0].id}`, { body: { paid_on: '2026-07-02' } });
  expect(await matching('total == 800')).toEqual(['a', 'c', 'd']);
  const total = { amount: '700.00', currency: 'USD' };
  const early = { name: 'e', paid_on: '2025-01-01', total };
  expect((await api.admin.post('/api/records/bill', { body: early })).status).toBe(201);
  expect((await api.admin.post('/api/records/bill', { body: { ...early, paid_on: '2026-08-01' } })).status).toBe(422);
});

it('works amounts out anew when rates change, in the background', async () => {
  await rates([
    { currency: 'USD', valid_from: '2026-07-01', rate: '9' },
    { currency: 'USD', valid_from: '2026-01-01', rate: null },
  ]);
  expect(await matching('total == 900')).toEqual(['a', 'c', 'd']);
  expect(await matching('total == 600')).toEqual(['b']);
});

it('refuses what is no rate, with its place', async () => {
  const wrong = [
    { currency: 'CNY', valid_from: '2026-01-01', rate: '1' },
    { currency: 'USD', valid_from: '2026-02-30', rate: '1' },
    { currency: 'USD', valid_from: '2026-02-01', rate: '-1' },
    { currency: 'Dollar', valid_from: '2026-02-01', rate: '1' },
  ];
  const { status, body } = await api.admin.post('/api/studio/exchange-rates', {
    body: { rates: wrong },
    undescribed: true,
  });
  expect(status).toBe(422);
  expect(body.errors.map((each: { path: string }) => each.path)).toEqual([
    'rates.0.currency',
    'rates.1.valid_from',
    'rates.2.rate',
    'rates.3.currency',
  ]);
});

it('counts in another currency, if it has a rate; the audit tells', async () => {
  const refused = await api.admin.patch('/api/studio/workspace', { body: { currency: 'CHF' } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'no_rate_for_currency' } });
  const { data } = await api.admin.ok('PATCH', '/api/studio/workspace', { body: { currency: 'USD', name: 'Acme' } });
  expect(data).toMatchObject({ currency: 'USD', name: 'Acme' });
  await expect.poll(async () => (await api.admin.ok('GET', '/api/studio/exchange-rates')).converting).toBe(false);
  expect(await matching('total == 100')).toEqual(['a', 'b', 'c', 'd']);
  const { data: entries } = await api.admin.ok('GET', '/api/audit', { query: { action: 'settings_changed' } });
  expect(entries[0].detail).toMatchObject({ from: { currency: 'CNY' }, to: { currency: 'USD', name: 'Acme' } });
});

it('is closed to those who do not configure the workspace', async () => {
  const somebody = await api.person('Somebody', []);
  expect((await somebody.patch('/api/studio/workspace', { body: { name: 'Mine' } })).status).toBe(403);
  expect((await somebody.get('/api/studio/exchange-rates')).status).toBe(403);
});

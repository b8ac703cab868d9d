import { beforeAll, expect, it } from 'vitest';
import { type ApiClient } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const label = (text: string) => ({ en: text, zh: text });
const documents = '/api/studio/layers/workspace/documents';

let api: TestApi;
let partial: ApiClient;

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: object) =>
    api.admin.ok('PUT', `${documents}/${kind}/${key}`, { body: { kind, label: label(key), ...body } });
  await put('object', 'visit', { name: 'visit', label_plural: label('Visits'), name_field: 'name' });
  await put('field', 'visit.name', { object: 'visit', name: 'name', type: 'text' });
  await put('field', 'visit.seats', { object: 'visit', name: 'seats', type: 'text' });
  await put('role', 'designer', {
    name: 'designer',
    rights: ['configure'],
    grants: { visit: { read: true, fields: { '*': 'edit', seats: 'none' } } },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: {} });
  api.admin.forget();
  for (const seats of ['4', 'four, or "five"', '6'])
    await api.admin.ok('POST', '/api/records/visit', { body: { name: `v${seats}`, seats } });
  partial = await api.person('designer', ['designer']);
  await put('field', 'visit.seats', { object: 'visit', name: 'seats', type: 'integer' });
});

it('plans the conversion, and gives all that fails as a file, to those who may read it', async () => {
  const { conversions } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
  expect(conversions).toMatchObject([
    { object: 'visit', field: 'seats', from: 'text', to: 'integer', filled: 3, looked_at: 3, fails: 1 },
  ]);
  expect(conversions[0].sample).toMatchObject([{ value: 'four, or "five"' }]);
  const { body } = await api.admin.get<string>('/api/studio/type-changes/visit/seats/failing.csv');
  expect(body.split('\r\n')).toHaveLength(3);
  expect(body).toContain('"four, or ""five"""');

  const hidden = await partial.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
  expect(hidden.conversions[0]).toMatchObject({ fails: 1, sample: [{ value: null, message: null }] });
  expect(JSON.stringify(hidden.conversions)).not.toContain('four');
  const refused = await partial.get('/api/studio/type-changes/visit/seats/failing.csv');
  expect(refused).toMatchObject({ status: 403, body: { code: 'not_read_everywhere' } });
});

it('keeps what did not convert, and shows it', async () => {
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Seats are counted' } });
  api.admin.forget();
  const { data } = await api.admin.ok('GET', '/api/records/visit', { query: { fields: 'name,seats', sort: 'name' } });
  expect(data.map((each: { seats: unknown }) => each.seats)).toEqual([4, 6, null]);
  const kept = await api.admin.ok('GET', '/api/studio/kept-values/visit/seats');
  expect(kept).toMatchObject({
    count: 1,
    next: null,
    data: [{ value: 'four, or "five"', type: 'text', record_id: data[2].id }],
  });
  expect((await api.admin.get<string>('/api/studio/kept-values/visit/seats/values.csv')).body).toContain('four');
  expect((await partial.get('/api/studio/kept-values/visit/seats')).status).toBe(403);
  expect((await api.admin.get('/api/studio/kept-values/visit/nothing')).body).toMatchObject({ code: 'unknown_field' });
  expect((await api.admin.get('/api/studio/type-changes/visit/seats/failing.csv')).body).toMatchObject({
    code: 'no_type_change',
  });
  // The new type holds for whoever writes from now on.
  const refused = await api.admin.post('/api/records/visit', { body: { name: 'x', seats: 'four' }, undescribed: true });
  expect(refused.status).toBe(422);
});

it('has the values back when the release is rolled back', async () => {
  const { data: releases } = await api.admin.ok('GET', '/api/studio/releases');
  await api.admin.ok('POST', `/api/studio/releases/${releases[1].number}/rollback`);
  api.admin.forget();
  const { data } = await api.admin.ok('GET', '/api/records/visit', { query: { fields: 'name,seats', sort: 'name' } });
  expect(data.map((each: { seats: unknown }) => each.seats)).toEqual(['4', '6', 'four, or "five"']);
  expect(await api.admin.ok('GET', '/api/studio/kept-values/visit/seats')).toMatchObject({ count: 0, data: [] });
});

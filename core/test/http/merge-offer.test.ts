import { beforeAll, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** A stale If-Match is answered with what others changed since, as far as the writer may see it. */

let api: TestApi;
let clerk: ApiClient & { id: string };
const label = (text: string) => ({ en: text, zh: text });

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  await put('object', 'file', { name: 'file', label: label('File'), label_plural: label('Files'), name_field: 'name' });
  for (const name of ['name', 'place', 'salary', 'note'])
    await put('field', `file.${name}`, { object: 'file', name, label: label(`The ${name}`), type: 'text' });
  const everything = { create: true, read: true, update: true, delete: true };
  await put('role', 'clerk', {
    name: 'clerk',
    label: label('Clerk'),
    grants: { file: { ...everything, fields: { '*': 'edit', salary: 'none' } } },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Files' } });
  api.admin.forget();
  clerk = await api.person('Clerk', ['clerk']);
});

const change = (who: ApiClient, id: string, body: Loose, version?: number) =>
  who.call('PATCH', `/api/records/file/${id}`, {
    body,
    ...(version === undefined ? {} : { headers: { 'if-match': `"${version}"` } }),
  });

it('tells field by field what others changed, without what is hidden', async () => {
  const { data } = await api.admin.ok('POST', '/api/records/file', {
    body: { name: 'A', place: 'x', salary: '10', note: 'n' },
  });
  await change(api.admin, data.id, { place: 'y', salary: '20', note: 'other' });
  await change(api.admin, data.id, { place: 'z', note: 'n' });
  const admin = await api.admin.ok('GET', '/api/me');

  const stale = await change(clerk, data.id, { place: 'mine' }, 1);
  expect([stale.status, stale.body.code]).toEqual([412, 'version_conflict']);
  const by = { id: admin.data.id, name: admin.data.name };
  expect(stale.body.merge).toEqual({
    expected: 1,
    version: 3,
    changes: [{ field: 'place', from: 'x', to: 'z', by, at: expect.any(String) }],
  });
  expect(stale.body.errors).toEqual([
    { path: 'place', code: 'changed_meanwhile', message: 'The place has another value by now.' },
  ]);
  expect(JSON.stringify(stale.body)).not.toContain('salary');

  const seen = await change(api.admin, data.id, { name: 'B' }, 1);
  expect(seen.body.merge.changes.map((each: Loose) => [each.field, each.from, each.to])).toEqual(
    expect.arrayContaining([
      ['place', 'x', 'z'],
      ['salary', '10', '20'],
    ]),
  );
  const merged = await change(clerk, data.id, { name: 'B' }, stale.body.merge.version);
  expect(merged.status).toBe(200);
});

it('offers the same to who deletes, and nothing where nobody changed anything', async () => {
  const { data } = await api.admin.ok('POST', '/api/records/file', { body: { name: 'C', place: 'x' } });
  await change(api.admin, data.id, { place: 'y' });
  const stale = await clerk.call('DELETE', `/api/records/file/${data.id}`, { headers: { 'if-match': '"1"' } });
  expect(stale.body.merge.changes).toMatchObject([{ field: 'place', from: 'x', to: 'y' }]);
  const ahead = await change(clerk, data.id, { place: 'mine' }, 9);
  expect([ahead.status, ahead.body.merge.changes]).toEqual([412, []]);
});

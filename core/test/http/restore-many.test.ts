import { beforeAll, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Many records come back out of the recycle bin in one request, each with what was deleted because of it. */

let api: TestApi;
const label = (text: string) => ({ en: text, zh: text });

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  for (const object of ['tree', 'leaf'])
    await put('object', object, {
      name: object,
      label: label(object),
      label_plural: label(object),
      name_field: 'name',
    });
  for (const object of ['tree', 'leaf'])
    await put('field', `${object}.name`, { object, name: 'name', label: label('Name'), type: 'text' });
  await put('field', 'leaf.tree', {
    object: 'leaf',
    name: 'tree',
    label: label('Tree'),
    type: 'reference',
    to: 'tree',
    on_delete: 'cascade',
  });
  await put('role', 'gardener', {
    name: 'gardener',
    label: label('Gardener'),
    grants: { tree: { read: true, delete: true } },
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Trees' } });
  api.admin.forget();
});

async function felled(leaves: number): Promise<string> {
  const { data } = await api.admin.ok('POST', '/api/records/tree', { body: { name: 'A tree' } });
  const create = Array.from({ length: leaves }, (_, n) => ({ name: `Leaf ${n}`, tree: data.id }));
  if (leaves > 0) await api.admin.ok('POST', '/api/records/leaf/bulk', { body: { create } });
  await api.admin.ok('DELETE', `/api/records/tree/${data.id}`);
  return data.id as string;
}

const living = async (object: string): Promise<number> =>
  (await api.admin.ok('GET', `/api/records/${object}`, { query: { count: 'exact', limit: 1 } })).count as number;

it('says first what comes along, and then brings it back', async () => {
  const ids = [await felled(2), await felled(3), await felled(0)];
  const { data } = await api.admin.ok('POST', '/api/records/tree/restore-preview', { body: { ids } });
  expect(data).toEqual({ records: 3, along: [{ object: 'leaf', count: 5 }] });
  const result = await api.admin.ok('POST', '/api/records/tree/bulk', { body: { restore: ids } });
  expect(result).toMatchObject({ restored: ids, errors: [] });
  expect([await living('tree'), await living('leaf')]).toEqual([3, 5]);
  const again = await api.admin.ok('POST', '/api/records/tree/restore-preview', { body: { ids } });
  expect(again.data).toEqual({ records: 0, along: [] });
});

it('tells of what comes along only as much as its reader may see, and brings all of it back', async () => {
  const gardener = await api.person('Gardener', ['gardener']);
  const id = await felled(4);
  const before = await living('leaf');
  const { data } = await gardener.ok('POST', '/api/records/tree/restore-preview', { body: { ids: [id] } });
  expect(data).toEqual({ records: 1, along: [] });
  await gardener.ok('POST', '/api/records/tree/bulk', { body: { restore: [id] } });
  expect(await living('leaf')).toBe(before + 4);
});

it('leaves all in the bin when one is not there, and takes what there is where that is asked', async () => {
  const id = await felled(1);
  const restore = [id, '01890000-0000-7000-8000-000000000000', 'nonsense'];
  const before = await living('tree');
  const refused = await api.admin.ok('POST', '/api/records/tree/bulk', { body: { restore }, undescribed: true });
  expect(refused.restored).toEqual([]);
  expect(refused.errors).toMatchObject([
    { list: 'restore', index: 1, code: 'record_not_found' },
    { list: 'restore', index: 2, code: 'record_not_found' },
  ]);
  expect(await living('tree')).toBe(before);
  const taken = await api.admin.ok('POST', '/api/records/tree/bulk', {
    body: { restore, mode: 'partial' },
    undescribed: true,
  });
  expect(taken.restored).toEqual([id]);
});

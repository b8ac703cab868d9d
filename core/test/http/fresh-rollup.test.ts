import { beforeAll, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** A roll-up changes without its record's version: whoever asks with the version he has must be told all the same. */

const label = (text: string) => ({ en: text, zh: text });
let api: TestApi;

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const make = async (object: string, body: Loose): Promise<string> =>
  (await api.admin.ok('POST', `/api/records/${object}`, { body })).data.id;

beforeAll(async () => {
  api = await testApi();
  for (const name of ['shelf', 'book']) {
    await put('object', name, { name, label: label(name), label_plural: label(name), name_field: 'name' });
    await put('field', `${name}.name`, { object: name, name: 'name', label: label('name'), type: 'text' });
  }
  await put('field', 'book.shelf', {
    object: 'book',
    name: 'shelf',
    label: label('shelf'),
    type: 'reference',
    to: 'shelf',
    on_delete: 'clear',
  });
  await put('field', 'shelf.books', {
    object: 'shelf',
    name: 'books',
    label: label('books'),
    type: 'rollup',
    children: 'book',
    via: 'shelf',
    function: 'count',
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Shelves' } });
  api.admin.forget();
});

it('is told anew to whoever has the record as it was', async () => {
  const shelf = await make('shelf', { name: 'first' });
  const path = `/api/records/shelf/${shelf}`;
  const before = await api.admin.get<Loose>(path);
  expect(before.body.data.books).toBe(0);
  await make('book', { name: 'one', shelf });
  const response = await fetch(api.url + path, {
    headers: { authorization: `Bearer ${api.admin.token}`, 'if-none-match': before.headers.get('etag')! },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(((await response.json()) as Loose).data.books).toBe(1);
});

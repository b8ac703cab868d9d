import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Any past moment: values and deleted records as they were, under the rules of today. */

let api: TestApi;
let rep: ApiClient & { id: string };
const label = (text: string) => ({ en: text, zh: text });
const OWN = 'record.owner == user.id';
const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });

beforeAll(async () => {
  api = await testApi();
  await put('object', 'shop', { name: 'shop', label: label('Shop'), label_plural: label('Shops'), name_field: 'name' });
  await put('object', 'boat', { name: 'boat', label: label('Boat'), label_plural: label('Boats'), name_field: 'name' });
  await put('field', 'shop.name', { object: 'shop', name: 'name', label: label('Name'), type: 'text' });
  const fields: Record<string, Loose> = {
    name: { type: 'text' },
    price: { type: 'currency' },
    length: { type: 'decimal' },
    crew: { type: 'integer' },
    built: { type: 'date' },
    seen: { type: 'datetime' },
    afloat: { type: 'boolean' },
    tags: { type: 'tags' },
    notes: { type: 'json' },
    secret: { type: 'text' },
    shop: { type: 'reference', to: 'shop', on_delete: 'clear' },
    double: { type: 'formula', result: 'integer', expression: 'record.crew * 2' },
  };
  for (const [name, body] of Object.entries(fields))
    await put('field', `boat.${name}`, { object: 'boat', name, label: label(name), ...body });
  const grants = {
    boat: { create: true, read: OWN, update: OWN, delete: OWN, fields: { '*': 'edit', secret: 'none' } },
    shop: { read: true },
  };
  await put('role', 'rep', { name: 'rep', label: label('Rep'), grants });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Boats' } });
  api.admin.forget();
  rep = await api.person('Rep', ['rep']);
});

/** A moment between the writes before and those after. */
async function moment(): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 15));
  const now = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 15));
  return now;
}

const make = async (object: string, body: Loose) =>
  (await api.admin.ok('POST', `/api/records/${object}`, { body, undescribed: true })).data;
const change = (object: string, id: string, body: Loose) =>
  api.admin.ok('PATCH', `/api/records/${object}/${id}`, { body, undescribed: true });
const remove = (object: string, id: string) => api.admin.ok('DELETE', `/api/records/${object}/${id}`);
const list = async (who: ApiClient, query: Loose): Promise<Loose[]> =>
  (await who.ok('GET', '/api/records/boat', { query })).data;
const query = async (who: ApiClient, body: Loose) => who.ok('POST', '/api/records/boat/query', { body });
const names = (records: Loose[]) => records.map((each) => each.name);

describe('as_of', () => {
  it('gives a record of every kind of value back exactly as it was answered then', async () => {
    const shop = await make('shop', { name: 'Old shop' });
    const boat = await make('boat', {
      name: 'Anna',
      price: '12.50',
      length: '7.250',
      crew: 3,
      built: '1999-12-31',
      seen: '2020-02-29T08:30:00Z',
      afloat: true,
      tags: ['red', 'small'],
      notes: { a: [1, null, { b: 'c' }] },
      secret: 's',
      shop: shop.id,
    });
    const then = (await api.admin.ok('GET', `/api/records/boat/${boat.id}`)).data;
    const before = await moment();
    await change('boat', boat.id, {
      name: 'Berta',
      price: '99',
      length: null,
      crew: 9,
      built: null,
      seen: null,
      afloat: false,
      tags: [],
      notes: null,
      shop: null,
    });
    await change('boat', boat.id, { name: 'Clara', crew: 11 });
    const past = await api.admin.ok('GET', `/api/records/boat/${boat.id}`, { query: { as_of: before } });
    expect(past.data).toEqual(then);
    const [row] = await list(api.admin, { as_of: before, fields: 'name,double,price,shop.name', filter: 'crew == 3' });
    expect(row).toMatchObject({ name: 'Anna', double: 6, price: then.price, shop: { name: 'Old shop' } });
    expect(await list(api.admin, { as_of: before, filter: 'crew == 11' })).toEqual([]);
    expect(await list(api.admin, { as_of: before, filter: 'price > 12 && price < 13' })).toHaveLength(1);
    // The name of a shop that was renamed later is the one of that time.
    await change('shop', shop.id, { name: 'New shop' });
    const [named] = await list(api.admin, { as_of: before, fields: 'shop.name', filter: 'name == "Anna"' });
    expect(named.shop.name).toBe('Old shop');
  });

  it('has what was deleted since, and not what came later, was deleted then, or was restored since', async () => {
    const gone = await make('boat', { name: 'D gone', crew: 100 });
    const binned = await make('boat', { name: 'D binned', crew: 100 });
    await remove('boat', binned.id);
    const before = await moment();
    await remove('boat', gone.id);
    await api.admin.ok('POST', `/api/records/boat/${binned.id}/restore`);
    await make('boat', { name: 'D later', crew: 100 });
    const ask = { filter: 'name.startsWith("D ")', fields: 'name', sort: 'name' };
    expect(names(await list(api.admin, { ...ask, as_of: before }))).toEqual(['D gone']);
    expect(names(await list(api.admin, { ...ask, as_of: before, deleted: true }))).toEqual(['D binned']);
    expect(names(await list(api.admin, ask))).toEqual(['D binned', 'D later']);
    const found = await api.admin.call('GET', `/api/records/boat/${gone.id}`, { query: { as_of: before } });
    expect([found.status, found.body.data.version]).toEqual([200, 1]);
    expect((await list(api.admin, { ...ask, as_of: '2001-01-01T00:00:00+08:00' })).length).toBe(0);
  });

  it('sorts, pages, counts, groups and sums up the past', async () => {
    const boats = await Promise.all(
      [1, 2, 3, 4, 5].map((crew) => make('boat', { name: `E${crew}`, crew, afloat: crew > 2 })),
    );
    const as_of = await moment();
    for (const boat of boats) await change('boat', boat.id, { crew: 50, name: 'F', afloat: null });
    const filter = 'name.startsWith("E")';
    const first = await query(api.admin, { filter, sort: '-crew', limit: 2, fields: ['crew'], as_of, count: 'exact' });
    expect([first.data.map((each: Loose) => each.crew), first.count]).toEqual([[5, 4], 5]);
    const { next: cursor } = first.page;
    const second = await query(api.admin, { filter, sort: '-crew', limit: 2, fields: ['crew'], as_of, cursor });
    expect(second.data.map((each: Loose) => each.crew)).toEqual([3, 2]);
    const other = await api.admin.post('/api/records/boat/query', {
      body: { filter, sort: '-crew', limit: 2, cursor },
    });
    expect([other.status, other.body.code]).toEqual([422, 'invalid_cursor']);
    const groups = await query(api.admin, {
      filter,
      as_of,
      group_by: ['afloat'],
      aggregates: { n: 'count()', all: 'sum(crew)' },
    });
    expect(groups.data).toEqual([
      { afloat: false, n: 2, all: 3 },
      { afloat: true, n: 3, all: 12 },
    ]);
  });

  it('keeps to the row rules and masks of today, over the owners of then', async () => {
    const mine = await make('boat', { name: 'G mine', owner: rep.id, secret: 'Wolfram' });
    await make('boat', { name: 'G not mine' });
    const as_of = await moment();
    await change('boat', mine.id, {
      name: 'G lost',
      secret: 'x',
      owner: (await api.admin.ok('GET', '/api/me')).data.id,
    });
    expect(await list(rep, { filter: 'name.startsWith("G")' })).toEqual([]);
    const seen = await list(rep, { filter: 'name.startsWith("G")', as_of });
    expect(names(seen)).toEqual(['G mine']);
    expect(JSON.stringify(seen)).not.toContain('secret');
    const hidden = await rep.call('GET', '/api/records/boat', { query: { filter: 'secret == "Wolfram"', as_of } });
    expect(hidden.status).toBe(422);
  });

  it('refuses what is no moment, and takes the future for now', async () => {
    for (const as_of of ['yesterday', '2026-13-40T00:00:00Z', '2026-01-01', '']) {
      const answer = await api.admin.call('GET', '/api/records/boat', { query: { as_of }, undescribed: true });
      expect([as_of, answer.status, answer.body.errors?.[0]?.path]).toEqual([as_of, 422, 'as_of']);
    }
    const future = await list(api.admin, { as_of: '2999-01-01T00:00:00Z', fields: 'name', limit: 200 });
    expect(names(future)).toEqual(names(await list(api.admin, { fields: 'name', limit: 200 })));
  });
});

describe('a renamed field', () => {
  it('keeps its history, and a name that is used again shows none of another field', async () => {
    const boat = await make('boat', { name: 'H', secret: 'first' });
    await change('boat', boat.id, { secret: 'second' });
    const before = await moment();
    await api.admin.ok('POST', '/api/studio/layers/workspace/rename', {
      body: { kind: 'field', key: 'boat.secret', to: 'motto' },
    });
    await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Renamed' } });
    await put('field', 'boat.secret', { object: 'boat', name: 'secret', label: label('Other'), type: 'integer' });
    await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'The name again' } });
    api.admin.forget();
    await change('boat', boat.id, { secret: 7, motto: 'third' });
    const { data } = await api.admin.ok('GET', `/api/records/boat/${boat.id}/history`);
    const told = data.map(({ changes }: Loose) =>
      Object.fromEntries(
        changes
          .filter((each: Loose) => ['secret', 'motto'].includes(each.field))
          .map((each: Loose) => [each.field, each.to]),
      ),
    );
    expect(told).toEqual([{ secret: 7, motto: 'third' }, { motto: 'second' }, { motto: 'first' }]);
    const past = await api.admin.ok('GET', `/api/records/boat/${boat.id}`, { query: { as_of: before } });
    expect(past.data).toMatchObject({ motto: 'second', secret: null });
  });
});

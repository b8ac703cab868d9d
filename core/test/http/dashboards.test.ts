import { beforeAll, describe, expect, it } from 'vitest';
import { TileDesk } from '../../src/analytics/tile-desk.ts';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** What dashboards show is what their readers may read, and leads to exactly those records. */

const label = (text: string) => ({ en: text, zh: text });
const at = { x: 0, y: 0, w: 3, h: 2 };
const tile = (id: string, type: string, settings: Loose, more: Loose = {}): Loose => ({
  id,
  type,
  label: label(id),
  at,
  settings,
  ...more,
});

const TILES = [
  tile('sold', 'number', { object: 'sale', aggregate: 'sum', field: 'price', date: 'on', compare: 'before', goal: 9 }),
  tile('rate', 'number', { object: 'sale', share: 'kind == "gold"' }, { ignores: ['days'] }),
  tile('average', 'number', { object: 'sale', aggregate: 'avg', field: 'price', filter: 'price > 1000' }),
  tile('monthly', 'chart', { object: 'sale', chart: 'stacked', group_by: 'on', split_by: 'kind', date: 'on' }),
  tile('kinds', 'chart', { object: 'sale', chart: 'funnel', group_by: 'kind', aggregate: 'sum', field: 'price' }),
  tile('shops', 'chart', { object: 'sale', chart: 'bar', group_by: 'shop', groups: 2 }),
  tile('latest', 'list', { object: 'sale', fields: ['name', 'secret', 'shop', 'price'], sort: '-on', rows: 2 }),
  tile('hushed', 'number', { object: 'sale', filter: 'secret == "x"' }),
  tile('words', 'text', { text: label('<p onclick="x()">Hello</p>') }),
];

const DESK = {
  name: 'desk',
  label: label('Desk'),
  format: 1,
  filters: [
    { id: 'days', type: 'period', default: '2026-02-01..2026-03-31' },
    { id: 'owner', type: 'owner' },
    { id: 'kind', type: 'field', fields: { sale: 'kind' } },
    { id: 'hush', type: 'field', fields: { sale: 'secret' } },
  ],
  tiles: TILES,
};

let api: TestApi;
let seller: ApiClient & { id: string };
const shops: Record<string, string> = {};

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
const field = (name: string, body: Loose) =>
  put('field', `sale.${name}`, { object: 'sale', name, label: label(name), ...body });
const make = async (object: string, body: Loose, by: ApiClient = api.admin): Promise<string> =>
  (await by.ok('POST', `/api/records/${object}`, { body })).data.id;
const sale = (name: string, shop: string, kind: string | null, on: string | null, price: number, by?: ApiClient) =>
  make('sale', { name, shop: shops[shop], kind, on, price, secret: 'x' }, by);
const read = async (by: ApiClient, filters: Loose = {}): Promise<Loose> =>
  (await by.ok('POST', '/api/dashboards/desk/data', { body: { filters } })).data.tiles;
const found = async (by: ApiClient, filter: string): Promise<number> =>
  (await by.ok('GET', '/api/records/sale', { query: { filter: filter || 'true', count: 'exact' } })).count;

beforeAll(async () => {
  api = await testApi();
  for (const [name, plural] of [
    ['shop', 'Shops'],
    ['sale', 'Sales'],
  ] as const)
    await put('object', name, { name, label: label(name), label_plural: label(plural), name_field: 'name' });
  await put('field', 'shop.name', { object: 'shop', name: 'name', label: label('Name'), type: 'text' });
  await field('name', { type: 'text' });
  await field('shop', { type: 'reference', to: 'shop' });
  await field('price', { type: 'integer' });
  await field('on', { type: 'date' });
  await field('secret', { type: 'text' });
  await field('kind', {
    type: 'select',
    options: ['gold', 'silver', 'iron'].map((value) => ({ value, label: label(value) })),
  });
  const own = 'record.owner == user.id';
  const grants = {
    sale: { create: true, read: own, fields: { '*': 'edit', secret: 'none' } },
    shop: { read: true, fields: { '*': 'read' } },
  };
  await put('role', 'seller', { name: 'seller', label: label('Seller'), grants });
  await put('role', 'stranger', { name: 'stranger', label: label('Stranger'), grants: {} });
  await put('dashboard', 'desk', { ...DESK, roles: ['seller'], home_for: ['seller'] });
  await put('dashboard', 'board', {
    name: 'board',
    label: label('Board'),
    format: 1,
    filters: [],
    tiles: [],
    order: 2,
  });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'x' } });
  api.admin.forget();
  for (const name of ['Ann', 'Bob', 'Cid']) shops[name] = await make('shop', { name });
  seller = await api.person('Sally', ['seller']);
  await sale('a', 'Ann', 'gold', '2026-01-10', 5);
  await sale('b', 'Ann', 'silver', '2026-02-10', 10);
  await sale('c', 'Bob', 'gold', '2026-02-20', 20);
  await sale('d', 'Cid', null, null, 40);
  for (const [name, kind, on, price] of [
    ['e', 'silver', '2026-03-31', 7],
    ['f', 'gold', '2026-04-01', 100],
  ] as const) {
    const body = { name, shop: shops['Ann'], kind, on, price };
    await make('sale', body, seller);
  }
});

describe('a dashboard', () => {
  it('is offered to whom it is for', async () => {
    const names = async (by: ApiClient) => (await by.ok('GET', '/api/dashboards')).data.map((each: Loose) => each.name);
    const stranger = await api.person('Stan', ['stranger']);
    expect(await names(stranger)).not.toContain('desk');
    expect((await stranger.get('/api/dashboards/desk')).body.code).toBe('unknown_dashboard');
    expect((await stranger.post('/api/dashboards/desk/data', { body: {} })).status).toBe(404);
    expect(await names(seller)).toEqual(expect.arrayContaining(['desk', 'board']));
    const list = (await seller.ok('GET', '/api/dashboards')).data;
    expect(list.find((each: Loose) => each.home).name).toBe('desk');
  });

  it('counts, sums and compares within the days chosen', async () => {
    const { sold, rate, average } = await read(api.admin);
    expect(sold.data).toEqual({
      kind: 'number',
      value: 37,
      before: { value: 5, range: { from: '2025-12-01', to: '2026-02-01' } },
    });
    expect(sold.range).toEqual({ from: '2026-02-01', to: '2026-04-01' });
    expect(rate.data.value).toBe(50);
    expect(rate.untouched).toEqual(['days']);
    expect(average.data.value).toBe(null);
    const all = await read(api.admin, { days: '' });
    expect(all.sold.data).toEqual({ kind: 'number', value: 182 });
  });

  it('shows each group, also the months in which nothing was, and puts the rest together', async () => {
    const { monthly, kinds, shops: byShop } = await read(api.admin, { days: '2026-01-01..2026-04-30' });
    expect(monthly.data.groups.map((each: Loose) => each.value)).toEqual([
      '2026-01-01',
      '2026-02-01',
      '2026-03-01',
      '2026-04-01',
    ]);
    expect(monthly.data.parts.map((each: Loose) => each.value)).toEqual(['gold', 'silver']);
    expect(monthly.data.values).toEqual([
      [1, null],
      [1, 1],
      [null, 1],
      [1, null],
    ]);
    expect(kinds.data.groups.map((each: Loose) => each.value)).toEqual(['gold', 'silver', null]);
    expect(byShop.data.groups.map((each: Loose) => each.record?.name ?? 'other')).toEqual(['Ann', 'Bob', 'other']);
    expect(byShop.data.values).toEqual([[4], [1], [1]]);
  });

  it('leads from each group to exactly its records, whoever asks and wherever he lives', async () => {
    for (const by of [api.admin, seller]) {
      for (const tile of Object.values(await read(by, { kind: ['gold', 'silver'] })) as Loose[]) {
        if (tile.data?.kind !== 'chart' || typeof tile.data.values[0]?.[0] !== 'number') continue;
        const parts = tile.data.parts.length === 0 ? [{ filter: '' }] : tile.data.parts;
        for (const [row, group] of tile.data.groups.entries())
          for (const [column, part] of parts.entries()) {
            const filter = [tile.filter, group.filter, part.filter].filter(Boolean).join(' && ');
            const value = tile.data.values[row][column] ?? 0;
            if (tile !== undefined && value <= 4) expect(await found(by, filter)).toBe(value);
          }
      }
    }
  });

  it('is narrowed by owner and by fields, and refuses what is no choice', async () => {
    expect((await read(api.admin, { owner: [seller.id], days: '' })).sold.data.value).toBe(107);
    expect((await read(api.admin, { owner: ['me'], days: '' })).sold.data.value).toBe(75);
    expect((await read(api.admin, { owner: ['me', seller.id], kind: ['silver'], days: '' })).sold.data.value).toBe(17);
    const refused = (filters: Loose) => api.admin.post<Loose>('/api/dashboards/desk/data', { body: { filters } });
    expect((await refused({ dais: 'today' })).body.code).toBe('unknown_filter');
    expect((await refused({ days: '2026-02-30..2026-03-01' })).body.code).toBe('not_a_period');
    const odd = await read(api.admin, { owner: ['") || true || ("'] });
    expect(odd.sold.problem.code).toBe('invalid_input');
    expect((await read(api.admin, { kind: ['" || true || "'] })).sold.problem.status).toBe(422);
  });

  it('lists the first records with the names of what they refer to', async () => {
    const { latest } = await read(seller, { days: '' });
    expect(latest.data.records.map((each: Loose) => [each.name, each.shop.name])).toEqual([
      ['f', 'Ann'],
      ['e', 'Ann'],
    ]);
    expect(latest.data.count).toBe(2);
  });

  it('shows nobody more than he may read', async () => {
    const { hushed, sold } = await read(seller, { days: '' });
    expect(sold.data.value).toBe(107);
    expect(hushed.problem.code).toBe('tile_not_readable');
    expect(JSON.stringify(hushed)).not.toContain('secret');
    const shown = JSON.stringify((await seller.ok('GET', '/api/dashboards/desk')).data);
    expect(shown).not.toContain('secret');
    expect(shown).not.toContain('onclick');
    expect((await read(seller, { hush: ['x'], days: '' })).sold).toMatchObject({
      untouched: ['hush'],
      data: { value: 107 },
    });
  });

  it('is tried while it is made, and says of each tile what is wrong', async () => {
    const tiles = [
      tile('count', 'number', { object: 'sale' }),
      tile('lost', 'number', { object: 'sail' }),
      tile('bare', 'chart', { object: 'sale' }),
    ];
    const body = { filters: [], tiles };
    const { count, lost, bare } = (await api.admin.ok('POST', '/api/studio/dashboards/try', { body })).data.tiles;
    expect(count.data.value).toBe(6);
    expect(lost.problem.errors[0]).toMatchObject({ path: 'settings.object', code: 'dangling_reference' });
    expect(bare.problem.errors[0]).toMatchObject({ path: 'settings.group_by', code: 'required' });
    expect((await seller.post('/api/studio/dashboards/try', { body })).status).toBe(403);
  });

  it('is told when what it shows goes, and follows what gets another name', async () => {
    const rename = { kind: 'field', key: 'sale.price', to: 'worth' };
    await api.admin.ok('POST', '/api/studio/layers/workspace/rename', { body: rename });
    const { data } = await api.admin.ok('GET', '/api/studio/documents', {
      query: { layer: 'workspace', kind: 'dashboard' },
    });
    const [desk] = data.filter((each: Loose) => each.document.name === 'desk');
    expect(desk.document.tiles[0].settings.field).toBe('worth');
    await put('field', 'sale.worth', {
      object: 'sale',
      name: 'worth',
      label: label('Worth'),
      type: 'integer',
      archived: true,
    });
    const plan = await api.admin.ok('POST', '/api/studio/plan', { body: { layers: ['workspace'] } });
    expect(plan.problems[0]).toMatchObject({ kind: 'dashboard', key: 'desk', code: 'dangling_reference' });
  });

  it('gives up on a tile that takes too long, and says so', async () => {
    const desk = new TileDesk(api.database, { seats: 1, seconds: 0.05 });
    await expect(desk.within((db) => db.query('select pg_sleep(1)'))).rejects.toMatchObject({ code: 'tile_too_slow' });
    expect((await desk.within((db) => db.query<{ one: number }>('select 1 as one'))).rows[0]?.one).toBe(1);
  });
});

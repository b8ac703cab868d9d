import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Records taken out as files: what is in them, what is not, and who is told. */

let api: TestApi;
const label = (en: string, zh: string) => ({ en, zh });
const people: Record<string, ApiClient & { id: string }> = {};
let shop = '';

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  const fields: Record<string, Record<string, Loose>> = {
    shop: {
      name: { type: 'text', label: label('Name', '名称') },
      rate: { type: 'integer', label: label('Rate', '评级') },
    },
    sale: {
      name: { type: 'text', label: label('Name', '名称') },
      amount: { type: 'currency', label: label('Amount', '金额') },
      stage: {
        type: 'select',
        label: label('Stage', '阶段'),
        options: [
          { value: 'won', label: label('Won', '赢单') },
          { value: 'lost', label: label('Lost', '丢单') },
        ],
      },
      at: { type: 'datetime', label: label('At', '时间') },
      shop: { type: 'reference', to: 'shop', on_delete: 'clear', label: label('Shop', '店铺') },
      hidden: { type: 'text', label: label('Hidden', '隐藏') },
    },
  };
  for (const [object, each] of Object.entries(fields)) {
    await put('object', object, {
      name: object,
      label: label(object, object),
      label_plural: label(`${object}s`, `${object}清单`),
      name_field: 'name',
    });
    for (const [name, body] of Object.entries(each)) await put('field', `${object}.${name}`, { object, name, ...body });
  }
  const own = 'record.owner == user.id';
  const roles: Record<string, Loose> = {
    all: {
      sale: { read: true, export: true, create: true, update: true, fields: { '*': 'edit', hidden: 'none' } },
      shop: { read: true },
    },
    reads: { sale: { read: true } },
    few: { sale: { read: true, create: true, export: `${own} && record.stage == "won"` }, shop: { read: own } },
  };
  for (const [name, grants] of Object.entries(roles))
    await put('role', name, { name, label: label(name, name), grants });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Sales' } });
  api.admin.forget();
  for (const name of Object.keys(roles)) people[name] = await api.person(name, [name]);
  shop = (await api.admin.ok('POST', '/api/records/shop', { body: { name: '=SHOP()', rate: 3 } })).data.id;
  const owner = people['few']!.id;
  const create = [
    {
      name: '+1+1',
      amount: { amount: '12.50', currency: 'CNY' },
      stage: 'won',
      at: '2026-03-01T20:30:00Z',
      shop,
      owner,
      hidden: 'x',
    },
    { name: 'Second, "quoted"', stage: 'lost', owner, hidden: 'y' },
    { name: 'Third', amount: { amount: '-3.00', currency: 'CNY' }, stage: 'won', hidden: 'z' },
  ];
  await api.admin.ok('POST', '/api/records/sale/bulk', { body: { create } });
});

async function take(
  client: ApiClient,
  query: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> {
  const answer = await fetch(`${client.url}/api/records/sale/export?${new URLSearchParams(query).toString()}`, {
    headers: { authorization: `Bearer ${client.token}`, ...headers },
  });
  // As bytes: text() would swallow the mark that spreadsheet programs need.
  const text = Buffer.from(await answer.arrayBuffer()).toString('utf8');
  return { status: answer.status, text, headers: answer.headers };
}

describe('a CSV file', () => {
  it('is written for people: labels, local time, names of records, no formula', async () => {
    const fields = 'name,amount,stage,at,shop,shop.rate';
    const zone = await api.admin.call('PATCH', `/api/users/${people['all']!.id}`, {
      body: { time_zone: 'Asia/Shanghai' },
    });
    expect(zone.status).toBe(200);
    const { text, headers } = await take(people['all']!, { fields, sort: 'name' }, { 'accept-language': 'zh' });
    expect(text.split('\r\n')).toEqual([
      '\ufeff名称,金额,阶段,时间,店铺,店铺 › 评级',
      "'+1+1,¥12.50,赢单,2026年3月2日 04:30,'=SHOP(),3",
      '"Second, ""quoted""",,丢单,,,',
      'Third,-¥3.00,赢单,,,',
      '',
    ]);
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('x-record-count')).toBe('3');
    expect(headers.get('content-disposition')).toContain("filename*=UTF-8''sale%E6%B8%85%E5%8D%95.csv");
  });

  it('is written for programs: names, canonical values', async () => {
    const query = { fields: 'name,amount,stage,at,shop', sort: 'name', headings: 'names', values: 'canonical' };
    const { text } = await take(people['all']!, query);
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      '\ufeffname,amount,stage,at,shop',
      `'+1+1,12.50 CNY,won,2026-03-01T20:30:00Z,${shop}`,
    ]);
  });

  it('has every field that its reader may read, and no other', async () => {
    const heading = (text: string) => text.split('\r\n')[0]!.slice(1).split(',');
    const all = heading((await take(people['all']!, { headings: 'names' })).text);
    expect(all).toEqual(expect.arrayContaining(['id', 'name', 'amount', 'stage', 'at', 'shop', 'owner']));
    expect(all).not.toContain('hidden');
    expect(heading((await take(api.admin, { headings: 'names' })).text)).toContain('hidden');
    expect(await take(people['all']!, { fields: 'hidden' })).toMatchObject({ status: 422 });
    expect(await take(people['all']!, { filter: 'hidden == "x"' })).toMatchObject({ status: 422 });
    expect(await take(people['all']!, { sort: 'hidden' })).toMatchObject({ status: 422 });
  });
});

describe('an export', () => {
  it('needs its own grant, and takes only the records that the grant names', async () => {
    expect(await take(people['reads']!, {})).toMatchObject({ status: 403 });
    const { text, headers } = await take(people['few']!, { format: 'jsonl', fields: 'name,shop.name' });
    expect(headers.get('x-record-count')).toBe('1');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ id: expect.any(String), name: '+1+1', shop: null }]);
  });

  it('takes only the records that were chosen', async () => {
    const { data } = await api.admin.ok('GET', '/api/records/sale', {
      query: { filter: 'name == "Third"', fields: 'id' },
    });
    const answer = await people['all']!.call('POST', '/api/records/sale/export', {
      body: { format: 'json', fields: ['name'], ids: [data[0].id, 'nonsense'] },
      undescribed: true,
    });
    expect(answer.body).toEqual([{ id: data[0].id, name: 'Third' }]);
    const none = await people['few']!.call('POST', '/api/records/sale/export', {
      body: { format: 'json', ids: [data[0].id] },
      undescribed: true,
    });
    expect(none.body).toEqual([]);
  });

  it('is noted with who, what and how many, and not with which', async () => {
    await take(people['all']!, { filter: 'name == "Third"', fields: 'name' });
    const { data } = await api.admin.ok('GET', '/api/audit', { query: { action: 'records_exported', limit: 1 } });
    expect(data[0]).toMatchObject({
      actor: { name: 'all' },
      subject: { kind: 'object', name: 'sale' },
      detail: { object: 'sale', count: 1, format: 'csv', fields: ['name'], filtered: true, chosen: false },
    });
    expect(JSON.stringify(data[0])).not.toContain('Third');
  });

  it('of thousands has each record once, in order, with and without values to sort by', async () => {
    const create = Array.from({ length: 2_500 }, (_, n) => ({
      name: `Many ${n}`,
      ...(n % 3 === 0 && { at: `2026-01-0${(n % 9) + 1}T00:00:00Z` }),
    }));
    await api.admin.ok('POST', '/api/records/sale/bulk', { body: { create } });
    for (const sort of ['name', '-at', 'at,-name', '']) {
      const query = { format: 'jsonl', fields: 'name,at', filter: 'name.startsWith("Many")', ...(sort && { sort }) };
      const { text } = await take(people['all']!, query);
      const names = text
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as Loose).name as string);
      expect({ sort, count: names.length, distinct: new Set(names).size }).toEqual({
        sort,
        count: 2_500,
        distinct: 2_500,
      });
    }
  });

  it('whose reader leaves half-way holds nothing open', async () => {
    const stop = new AbortController();
    const answer = await fetch(`${api.url}/api/records/sale/export?format=jsonl`, {
      headers: { authorization: `Bearer ${people['all']!.token}` },
      signal: stop.signal,
    });
    const reader = answer.body!.getReader();
    await reader.read();
    stop.abort();
    expect((await take(people['all']!, { filter: 'name == "Third"' })).status).toBe(200);
    // Who works behind the scenes is between two statements of his for a moment too.
    const held = () =>
      api.database.query(
        `select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
      );
    await expect.poll(async () => (await held()).rows).toEqual([]);
  });
});

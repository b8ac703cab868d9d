import { beforeAll, describe, expect, it } from 'vitest';
import type { ApiClient, Loose } from '../../testing/api-client.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Medians, counts that are estimated, and groups beyond one page. */

let api: TestApi;
let rep: ApiClient & { id: string };
const label = (text: string) => ({ en: text, zh: text });

beforeAll(async () => {
  api = await testApi();
  const put = (kind: string, key: string, body: Loose) =>
    api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, { body: { kind, ...body } });
  await put('object', 'coin', { name: 'coin', label: label('Coin'), label_plural: label('Coins'), name_field: 'name' });
  const fields: Record<string, Loose> = {
    name: { type: 'text' },
    mint: { type: 'text' },
    year: { type: 'integer' },
    weight: { type: 'decimal' },
    value: { type: 'currency' },
  };
  for (const [name, body] of Object.entries(fields))
    await put('field', `coin.${name}`, { object: 'coin', name, label: label(name), ...body });
  const OWN = 'record.owner == user.id';
  await put('role', 'rep', { name: 'rep', label: label('Rep'), grants: { coin: { create: true, read: OWN } } });
  await api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Coins' } });
  api.admin.forget();
  rep = await api.person('Rep', ['rep']);
  const few = [
    { mint: 'odd', year: 1, weight: '0.1', value: '0.01' },
    { mint: 'odd', year: 5, weight: '0.3', value: '10.00' },
    { mint: 'odd', year: 100, weight: '9', value: '900000000000000000.01' },
    { mint: 'even', year: 2, weight: '0.1', value: '1.01' },
    { mint: 'even', year: 5, weight: '0.2', value: '1.04' },
    { mint: 'none', year: null },
  ];
  const many = Array.from({ length: 450 }, (_, n) => ({ name: `kind ${n}`, mint: 'many', year: n, owner: rep.id }));
  await api.admin.ok('POST', '/api/records/coin/bulk', { body: { create: [...few, ...many] }, undescribed: true });
});

const query = async (who: ApiClient, body: Loose) => who.call('POST', '/api/records/coin/query', { body });

describe('median', () => {
  it('is the value in the middle, or exactly half-way between two, and nothing of nothing', async () => {
    const { body } = await query(api.admin, {
      filter: 'mint != "many"',
      group_by: ['mint'],
      aggregates: { year: 'median(year)', weight: 'median(weight)', value: 'median(value)' },
    });
    const currency = body.data[0].value.currency;
    expect(body.data).toEqual([
      // Amounts are rounded as they are written.
      { mint: 'even', year: '3.5', weight: '0.15', value: { amount: '1.03', currency } },
      { mint: 'none', year: null, weight: null, value: null },
      { mint: 'odd', year: '5', weight: '0.3', value: { amount: '10.00', currency } },
    ]);
    const refused = await query(api.admin, { aggregates: { name: 'median(name)' } });
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid_aggregate']);
    const having = await query(api.admin, { group_by: ['mint'], aggregates: { m: 'median(year)' }, having: 'm > 100' });
    expect(having.body.data).toEqual([{ mint: 'many', m: '224.5' }]);
  });
});

describe('groups', () => {
  it('are read page by page, each once', async () => {
    const ask = {
      filter: 'mint == "many"',
      group_by: ['name'],
      aggregates: { n: 'count()', y: 'max(year)' },
      sort: '-n',
    };
    const seen: string[] = [];
    let cursor: string | null = null;
    const sizes: number[] = [];
    do {
      const { body }: Loose = await query(api.admin, { ...ask, ...(cursor === null ? {} : { cursor }) });
      sizes.push(body.data.length);
      seen.push(...body.data.map((each: Loose) => each.name));
      cursor = body.page.next;
    } while (cursor !== null);
    expect(sizes).toEqual([200, 200, 50]);
    expect(new Set(seen).size).toBe(450);
  });

  it('take only the cursor of the same question', async () => {
    const ask = { filter: 'mint == "many"', group_by: ['name'], limit: 10 };
    const { body } = await query(api.admin, ask);
    for (const other of [{ filter: 'mint == "odd"' }, { group_by: ['year'] }, { sort: '-name' }]) {
      const refused = await query(api.admin, { ...ask, ...other, cursor: body.page.next });
      expect([refused.status, refused.body.code]).toEqual([422, 'invalid_cursor']);
    }
    const odd = Buffer.from(body.page.next, 'base64url').toString().replace('"10"', '"-3"');
    const refused = await query(api.admin, { ...ask, cursor: Buffer.from(odd).toString('base64url') });
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid_cursor']);
  });
});

describe('an estimated count', () => {
  const count = async (who: ApiClient, filter = 'true') => {
    const { body } = await query(who, { filter, count: 'estimate', fields: ['id'], limit: 1 });
    return [body.count, body.estimated];
  };

  it('is exact where there are few, and about right where there are many', async () => {
    expect(await count(api.admin)).toEqual([456, undefined]);
    expect(await count(rep)).toEqual([450, undefined]);
    await api.database.query(
      `insert into crm.coin (id, name, mint, owner, created_at, updated_at, version)
       select gen_random_uuid(), 'sql', 'bulk', $1, now(), now(), 1 from generate_series(1, 12000)`,
      [rep.id],
    );
    await api.database.query('analyze crm.coin');
    const [many, estimated] = await count(api.admin);
    expect(estimated).toBe(true);
    expect(Math.abs(many - 12_456)).toBeLessThan(600);
    // Statistics know of records that he may not see, so he is told what is counted.
    expect(await count(rep)).toEqual([12_450, undefined]);
  });
});

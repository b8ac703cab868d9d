import { execFile } from 'node:child_process';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { ADMIN } from '../../testing/admin.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

/** Roll-ups as administrators make them: over records that are there, while people write; damaged and repaired. */

let api: TestApi;
const label = (text: string) => ({ en: text, zh: text });
const CRATES = 1_300;

const put = (kind: string, key: string, body: Loose) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${key}`, {
    body: { kind, label: label(key), ...body },
    undescribed: true,
  });
const field = (object: string, name: string, body: Loose) =>
  put('field', `${object}.${name}`, { object, name, ...body });
const rollup = (name: string, body: Loose) =>
  field('crate', name, { type: 'rollup', children: 'item', via: 'crate', ...body });
const publish = async (message: string) => {
  await api.admin.ok('POST', '/api/studio/publish', { body: { message } });
  api.admin.forget();
};
const problems = async (): Promise<Loose[]> => {
  const { problems: found } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
  return found.map(({ key, path: at, code }: Loose) => [key, at, code]);
};
const forget = (name: string) => api.admin.ok('DELETE', `/api/studio/layers/workspace/documents/field/crate.${name}`);
const send = (method: 'POST' | 'PATCH', to: string, body: Loose) =>
  api.admin.ok(method, to, { body, undescribed: true });
const crates = async (filter: string, query: Loose = {}): Promise<Loose[]> =>
  (await api.admin.ok('GET', '/api/records/crate', { query: { filter, ...query } })).data;

/** Crates whose stored values are not what their items say. */
async function wrong(): Promise<string[]> {
  const { rows } = await api.database.query<{ name: string }>(
    `select c.name from crm.crate as c cross join lateral (
       select count(*) as items, coalesce(sum(weight), 0) as weight, coalesce(sum(worth__base) filter (where fragile), 0) as worth
       from crm.item as i where i.crate = c.id and i.deleted_at is null) as v
     where (c.items, c.weight, c.worth__base) is distinct from (v.items, v.weight, v.worth)`,
  );
  return rows.map(({ name }) => name);
}

beforeAll(async () => {
  api = await testApi();
  for (const object of ['crate', 'item', 'yard'])
    await put('object', object, { name: object, label_plural: label(object), name_field: 'name' });
  for (const object of ['crate', 'item', 'yard']) await field(object, 'name', { type: 'text' });
  await field('crate', 'yard', { type: 'reference', to: 'yard', on_delete: 'clear' });
  await field('crate', 'twice', { type: 'formula', result: 'integer', expression: '2' });
  await field('item', 'crate', { type: 'reference', to: 'crate', on_delete: 'clear' });
  await field('item', 'yard', { type: 'reference', to: 'yard', on_delete: 'clear' });
  await field('item', 'weight', { type: 'decimal', scale: 1 });
  await field('item', 'worth', { type: 'currency' });
  await field('item', 'fragile', { type: 'boolean' });
  await field('item', 'note', { type: 'formula', result: 'integer', expression: '1' });
  await publish('Crates');
  await api.database.query(
    `insert into crm.crate (id, name, owner, created_at, updated_at)
     select gen_random_uuid(), 'crate ' || n, null, now(), now() from generate_series(1, ${CRATES}) as n`,
  );
  await api.database.query(
    `insert into crm.item (id, name, crate, weight, worth, worth__currency, worth__base, fragile, created_at, updated_at)
     select gen_random_uuid(), 'item', c.id, 1.5, 10, 'CNY', 10, n % 2 = 0, now(), now()
     from crm.crate as c cross join generate_series(1, 3) as n`,
  );
});

describe('publishing', () => {
  it('says what cannot be kept', async () => {
    await rollup('no_reference', { function: 'count', via: 'yard' });
    await rollup('no_number', { function: 'sum', field: 'name' });
    await rollup('no_field', { function: 'max' });
    await rollup('of_formula', { function: 'sum', field: 'note' });
    await rollup('by_clock', { function: 'count', where: 'record.created_at > now()' });
    await rollup('by_path', { function: 'count', where: 'record.crate.name == "x"' });
    await rollup('wrong_type', { function: 'count', where: 'record.weight + 1.0' });
    await field('crate', 'of_users', { type: 'rollup', children: 'user', via: 'team', function: 'count' });
    expect(await problems()).toEqual(
      expect.arrayContaining([
        ['crate.no_reference', 'via', 'rollup_via'],
        ['crate.no_number', 'field', 'rollup_input'],
        ['crate.no_field', 'field', 'required'],
        ['crate.of_formula', 'field', 'rollup_input'],
        ['crate.by_clock', 'where', 'unsuitable_condition'],
        ['crate.by_path', 'where', 'unsuitable_condition'],
        ['crate.wrong_type', 'where', expect.any(String)],
        ['crate.of_users', 'children', 'rollup_children'],
      ]),
    );
    for (const name of [
      'no_reference',
      'no_number',
      'no_field',
      'of_formula',
      'by_clock',
      'by_path',
      'wrong_type',
      'of_users',
    ])
      await forget(name);
  });

  it('refuses circles', async () => {
    await rollup('a', { function: 'sum', field: 'b' });
    await field('item', 'b', { type: 'rollup', children: 'crate', via: 'item', function: 'sum', field: 'a' });
    await field('crate', 'item', { type: 'reference', to: 'item', on_delete: 'clear' });
    expect((await problems()).map(([, , code]) => code)).toEqual(['rollup_cycle']);
    await forget('a');
    await forget('item');
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/documents/field/item.b');
    expect(await problems()).toEqual([]);
  });

  it('works them out for the records there are, while people write', async () => {
    await rollup('items', { function: 'count' });
    await rollup('weight', { function: 'sum', field: 'weight' });
    await rollup('worth', { function: 'sum', field: 'worth', where: 'record.fragile == true' });
    const some = await crates('name.startsWith("crate 1")', { limit: 40 });
    const work = { goesOn: true };
    const writer = (async () => {
      for (let n = 0; work.goesOn; n = (n + 1) % some.length) {
        await send('POST', '/api/records/item', { name: 'new', crate: some[n].id, weight: '0.5', fragile: true });
      }
    })();
    await publish('Roll-ups');
    work.goesOn = false;
    await writer;
    expect(await wrong()).toEqual([]);
    const [one] = await crates('name == "crate 77"');
    expect(one).toMatchObject({ items: 3, weight: '4.5', worth: { amount: '10.00', currency: 'CNY' }, version: 1 });
    expect((await api.admin.ok('GET', '/api/rollups')).data).toContainEqual(
      expect.objectContaining({ object: 'crate', field: 'items', children: 'item', via: 'crate', ready: true }),
    );
  });

  it('is read right before that is done, and goes on where it stopped', async () => {
    await api.database.query(`update core.rollup set ready = false, position = null`);
    await api.database.query(`update crm.crate set items = 99 where name = 'crate 5'`);
    await api.database.query('update core.model_state set settings_version = settings_version + 1');
    await api.database.query(`select pg_notify('strata_model', '')`);
    await expect.poll(async () => (await crates('name == "crate 5"'))[0].items).toBe(3);
    expect(await crates('items == 99')).toEqual([]);
    await field('crate', 'remark', { type: 'text' });
    await publish('Goes on');
    expect(await wrong()).toEqual([]);
    expect((await api.admin.ok('GET', '/api/rollups')).data.every(({ ready }: Loose) => ready)).toBe(true);
  });

  it('works them out anew when they are made otherwise', async () => {
    await rollup('items', { function: 'count', where: 'record.fragile == true' });
    await publish('Only what breaks');
    expect((await crates('name == "crate 77"'))[0].items).toBe(1);
    await rollup('items', { function: 'count' });
    await publish('All again');
    expect(await wrong()).toEqual([]);
  });

  it('is described as what it gives', async () => {
    const { objects } = await api.admin.ok('GET', '/api/model/schema');
    expect(objects.crate.properties.items.anyOf[0]).toMatchObject({ type: 'integer', readOnly: true });
    expect(objects.crate.properties.worth.anyOf[0]).toMatchObject({ type: 'object', readOnly: true });
  });
});

describe('what becomes of children elsewhere', () => {
  it('counts what is made and deleted in bulk', async () => {
    const [crate] = await crates('name == "crate 9"');
    const body = { create: Array.from({ length: 500 }, (_, n) => ({ name: `b${n}`, crate: crate.id, weight: '1' })) };
    await send('POST', '/api/records/item/bulk', body);
    expect((await crates('name == "crate 9"'))[0]).toMatchObject({ items: 503, weight: '504.5' });
    await send('POST', '/api/records/item/delete-by-filter', { filter: 'name.startsWith("b")' });
    expect((await crates('name == "crate 9"'))[0]).toMatchObject({ items: 3, weight: '4.5' });
  });
});

describe('strata rollups', () => {
  const main = path.resolve(import.meta.dirname, '../../../sdk/src/cli/main.ts');

  function strata(...args: string[]): Promise<{ code: number; out: string; err: string }> {
    const env = { STRATA_URL: api.url, STRATA_EMAIL: ADMIN.email, STRATA_PASSWORD: ADMIN.password, LANG: 'C' };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [main, 'rollups', ...args],
        { env: { PATH: process.env['PATH'], ...env } },
        (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  }

  it('finds nothing where nothing is wrong', async () => {
    const { code, out, err } = await strata('verify');
    expect(out).toBe('');
    expect(err).toMatch(/\d+ records checked, 0 wrong/);
    expect(code).toBe(0);
  });

  it('finds what is damaged, and repairs it', async () => {
    await api.database.query(`update crm.crate set items = 7, weight = 8 where name in ('crate 3', 'crate 1300')`);
    const found = await strata('verify', '--object', 'crate');
    expect(found.out).toMatch(/crate [0-9a-f-]{36} {2}items {2}7 → 3/);
    expect(found.out).toMatch(/weight {2}8 → 4\.5/);
    expect(found.err).toContain('2 wrong');
    expect(found.code).toBe(3);
    expect(await wrong()).toHaveLength(2);
    const repaired = await strata('repair');
    expect(repaired.err).toContain('2 repaired');
    expect(repaired.code).toBe(0);
    expect(await wrong()).toEqual([]);
    expect((await strata('verify')).code).toBe(0);
  });

  it('puts back what the database has lost', async () => {
    await api.database.query('alter table crm.item disable trigger all');
    const { code, err } = await strata('verify');
    expect(err).toContain('lost what keeps roll-ups right');
    expect(code).toBe(3);
    expect((await strata('repair')).code).toBe(0);
    const [crate] = await crates('name == "crate 11"');
    await send('POST', '/api/records/item', { name: 'after', crate: crate.id });
    expect((await crates('name == "crate 11"'))[0].items).toBe(crate.items + 1);
    expect((await strata('verify')).code).toBe(0);
  });

  it('is for those who configure the workspace', async () => {
    await put('role', 'looker', { name: 'looker', grants: { crate: { read: true }, item: { read: true } } });
    await publish('Looker');
    const looker = await api.person('Looker', ['looker']);
    expect((await looker.get('/api/rollups')).status).toBe(403);
    expect((await looker.post('/api/rollups/check', { body: { object: 'crate', repair: true } })).status).toBe(403);
    expect((await strata('mend')).code).toBe(2);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import {
  defineFields,
  defineObject,
  definePlugin,
  field,
  label,
  may,
  migration,
  pluginFunction,
  type Plugin,
} from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import type { Loose } from '../../testing/api-client.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const ID = 'com.example.shop';
const at = `/api/plugins/${ID}`;
const { private: key, public: publicKey } = newPublisherKey();
const text = label('Shop', '商店');
const idle = (): void => {};
let api: TestApi;

beforeAll(async () => {
  api = await testApi();
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Shop' } });
});

/** What of it differs from version to version. */
interface Version {
  version: string;
  migrations?: Record<string, string>;
  change?: Partial<Parameters<typeof definePlugin>[0]>;
}

function shop({ version, migrations = {}, change }: Version, signer = { key, publisher: 'Shop' }): Buffer {
  const plugin: Plugin = definePlugin({
    id: ID,
    prefix: 'shp',
    version,
    label: text,
    description: text,
    documents: [
      ...defineObject('shp__ware', {
        label: label('Ware', '商品'),
        plural: label('Wares', '商品'),
        fields: {
          name: field.text(label('Name', '名称'), { required: true }),
          code: field.text(label('Code', '编码'), { unique: true }),
          keeper: field.user(label('Keeper', '保管人')),
        },
      }),
      ...defineFields('account', { shp__points: field.integer(label('Points', '积分')) }),
    ],
    capabilities: [
      may.records('shp__ware', ['read', 'create', 'update'], '*', label('To carry wares over.', '用于迁移商品。')),
    ],
    settings: [
      { name: 'city', label: text, type: 'text' },
      { name: 'token', label: text, type: 'secret' },
    ],
    seeds: [
      {
        object: 'shp__ware',
        rows: [{ $key: 'pen', name: 'Pen', code: 'P1' }, { name: 'Ink' }],
      },
    ],
    demo: {
      users: [{ key: 'bo', email: 'bo@example.com', name: 'Bo', roles: [] }],
      records: [
        {
          object: 'shp__ware',
          rows: [
            { $key: 'cup', name: 'Cup', code: 'C1', keeper: { $ref: 'user/bo' } },
            { name: 'Lid', code: 'L1' },
          ],
        },
      ],
    },
    code: [
      pluginFunction({ name: 'version', label: text, roles: '*' }, idle),
      ...Object.keys(migrations).map((each) =>
        migration(each, label(`Carries over ${each}`, `迁移 ${each}`), idle, each === '1.3.0' ? WAY_BACK : {}),
      ),
    ],
    ...change,
  });
  const handlers = Object.entries(migrations).map(
    ([each, code]) => `'migration/${each}': async (_, host) => { ${code} }`,
  );
  const code = `var plugin = { handlers: { 'function/version': () => '${version}', ${handlers.join(', ')} } };`;
  return packedPlugin(plugin, { signer, code });
}

const WAY_BACK = { wayBack: label('It reads prices as whole', '它把价格按整数读取') };

async function planned(body: Buffer): Promise<{ digest: string; plan: Loose }> {
  const { digest } = (await api.admin.ok('POST', '/api/plugin-packages', { body })).data;
  return { digest, plan: (await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } })).data };
}

async function install(body: Buffer, more: Loose = {}): Promise<void> {
  const { digest, plan } = await planned(body);
  const grants = plan.package.capabilities.map((each: Loose) => each.key);
  await api.admin.ok('POST', '/api/plugins/install', { body: { source: { digest }, grants, ...more } });
  await quiet();
}

/** Its page, once nothing is on its way any more. */
async function quiet(): Promise<Loose> {
  await expect
    .poll(
      async () => {
        const { rows } = await api.database.query(
          `select from graphile_worker.jobs where task_identifier = 'settle_plugin' and attempts < max_attempts`,
        );
        return rows.length;
      },
      { timeout: 30_000, interval: 50 },
    )
    .toBe(0);
  return (await api.admin.ok('GET', at)).data;
}

async function wares(): Promise<string[]> {
  const query = { fields: 'name,code,keeper.name', sort: 'created_at' };
  const { data } = await api.admin.ok('GET', '/api/records/shp__ware', { query, undescribed: true });
  return data.map((each: Loose) => [each.name, each.code, each.keeper?.name].filter(Boolean).join(' '));
}

async function version(): Promise<string> {
  return (await api.admin.ok('POST', `${at}/functions/version`, { body: {} })).data;
}

async function uninstall(data: Loose = {}): Promise<void> {
  await api.admin.ok('POST', `${at}/uninstall`, { body: { data } });
}

/** Carries each ware over; the two of them at once, as authors do. */
const UPPER = `
  const { data } = await host.records.query('shp__ware', { fields: ['name'] });
  await Promise.all(data.map(({ id, name }) => host.records.update('shp__ware', id, { name: name.toUpperCase() })));
  await host.records.update('shp__ware', data[0].id, { code: 'L' + 'X'.repeat(5000) }).catch(() => host.log.warn('too long'));
  await host.kv.set('carried', data.length);`;

describe('an upgrade', () => {
  it('carries its data over', async () => {
    await install(shop({ version: '1.0.0' }));
    expect(await wares()).toEqual(['Pen P1', 'Ink']);
    const next = shop({ version: '1.1.0', migrations: { '1.1.0': UPPER } });
    expect((await planned(next)).plan.migrations).toEqual([
      { version: '1.1.0', label: { en: 'Carries over 1.1.0', zh: '迁移 1.1.0' } },
    ]);
    await install(next);
    expect(await quiet()).toMatchObject({ version: '1.1.0', settling: false, trouble: null });
    expect(await wares()).toEqual(['PEN P1', 'INK']);
    const { rows } = await api.database.query(
      `select distinct cause from core.change_log where object = 'shp__ware' and action = 'update'`,
    );
    expect(rows).toEqual([{ cause: 'plugin' }]);
  });

  it('that cannot carry its data over leaves the version before in force, and the data as it was', async () => {
    const broken = shop({
      version: '1.3.0',
      migrations: {
        '1.1.0': 'throw new Error("once only")',
        '1.2.0': `await host.kv.set('carried', 99); ${UPPER.replace('toUpperCase', 'toLowerCase')}`,
        '1.3.0': `await host.records.create('shp__ware', { name: 'Half done' }); host.refuse({ en: 'A ware has no price', zh: '有商品没有价格' });`,
      },
      change: { label: label('Shop 3', '商店 3') },
    });
    await install(broken);
    await expect.poll(version).toBe('1.1.0');
    expect(await quiet()).toMatchObject({
      version: '1.1.0',
      label: { en: 'Shop' },
      settling: false,
      enabled: true,
      trouble: { what: 'upgrade', version: '1.3.0', reason: { en: 'A ware has no price', zh: '有商品没有价格' } },
    });
    expect(await wares()).toEqual(['PEN P1', 'INK']);
    const { rows } = await api.database.query('select value from core.plugin_value where plugin = $1', [ID]);
    expect(rows).toEqual([{ value: 2 }]);
    const [release] = (await api.admin.ok('GET', '/api/studio/releases')).data;
    expect(release.message).toMatch(/^Roll back/);
    // Mended by its author it comes.
    await install(shop({ version: '1.3.1', migrations: { '1.3.0': `await host.kv.set('carried', 3);` } }));
    expect(await quiet()).toMatchObject({ version: '1.3.1', trouble: null });
  });

  it('is gone back on where the newer version allows it, and not otherwise', async () => {
    const older = shop({ version: '1.1.0', migrations: { '1.1.0': UPPER } });
    const { plan } = await planned(older);
    expect(plan).toMatchObject({ way: 'downgrade', from: '1.3.1', stops: [{ code: 'plugin_downgrade_migrations' }] });
    // It names what was done to the data since, and what the older one would get wrong.
    expect(plan.stops[0].message).toContain('1.3.0 “Carries over 1.3.0” (It reads prices as whole)');
    // Where nothing was carried over since there is nothing to misread.
    await install(shop({ version: '1.3.2' }));
    expect((await planned(shop({ version: '1.3.1' }))).plan).toMatchObject({ way: 'downgrade', stops: [] });
    await install(shop({ version: '1.4.0', change: { downgrade: '>=1.1.0' } }));
    expect((await planned(older)).plan).toMatchObject({ way: 'downgrade', from: '1.4.0', stops: [], migrations: [] });
    expect((await planned(shop({ version: '1.0.0' }))).plan.stops).toMatchObject([{ code: 'plugin_downgrade' }]);
    await install(older);
    expect(await quiet()).toMatchObject({ version: '1.1.0', settling: false });
    await expect.poll(version).toBe('1.1.0');
    // A roll-back of that is the newer one again, whose data is carried over once more.
    const releases = (await api.admin.ok('GET', '/api/studio/releases')).data;
    await api.admin.ok('POST', `/api/studio/releases/${releases[1].number}/rollback`);
    expect(await quiet()).toMatchObject({ version: '1.4.0', settling: false, trouble: null });
    await api.admin.ok('POST', `/api/studio/releases/${releases[0].number}/rollback`);
    expect(await quiet()).toMatchObject({ version: '1.1.0', settling: false, trouble: null });
  });
});

describe('a removal', () => {
  it('rolled back brings back what was set', async () => {
    await api.admin.ok('PATCH', `${at}/settings`, { body: { city: 'Suzhou', token: 'hush' } });
    const [{ number }] = (await api.admin.ok('GET', '/api/studio/releases')).data;
    await uninstall();
    await api.admin.ok('POST', `/api/studio/releases/${number}/rollback`);
    const { data } = await api.admin.ok('GET', `${at}/settings`);
    expect(data).toMatchObject({ values: { city: 'Suzhou' }, filled: ['token'] });
    expect(await quiet()).toMatchObject({ version: '1.1.0', settling: false });
    expect(await wares()).toHaveLength(2);
  });

  it('tells of changes not yet published that name it, and leaves none that cannot be mended', async () => {
    const put = (kind: string, name: string, body: Loose) =>
      api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, { body });
    const columns = [{ name: 'name' }];
    await put('view', 'my_wares', { object: 'shp__ware', label: text, type: 'table', columns });
    await put('view', 'my_accounts', {
      object: 'account',
      label: text,
      type: 'table',
      columns: [...columns, { name: 'shp__points' }],
    });
    await put('rule', 'points', {
      object: 'account',
      label: text,
      type: 'validation',
      assert: 'record.shp__points > 0',
      message: text,
      mode: 'enforce',
    });
    await put('field', 'account.note_of_ours', { object: 'account', type: 'text', label: text });
    const { data } = await api.admin.ok('POST', `${at}/uninstall/plan`);
    expect(data.drafts.map(({ effect, kind, key: name }: Loose) => `${effect} ${kind} ${name}`).toSorted()).toEqual([
      'broken rule points',
      'removed view my_wares',
      'rewritten view my_accounts',
    ]);
    expect(data).toMatchObject({ problems: [], stops: [] });
    await uninstall();
    const after = await api.admin.ok('POST', '/api/studio/plan', { body: {} });
    expect(after.problems.map(({ kind, key: name }: Loose) => `${kind} ${name}`)).toEqual(['rule points']);
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/documents/rule/points');
    await api.admin.ok('POST', '/api/studio/publish', { body: {} });
    const { objects } = await api.admin.ok('GET', '/api/model');
    expect(objects.account.fields.note_of_ours).toBeDefined();
    expect(JSON.stringify(objects)).not.toContain('shp__');
  });
});

it('what a plugin kept for itself is not for another publisher with its name', async () => {
  const kept = async (): Promise<number> =>
    (await api.database.query('select from core.plugin_value where plugin = $1', [ID])).rows.length;
  const body = shop({ version: '1.5.0' });
  await install(body);
  await uninstall();
  await install(body);
  await uninstall();
  expect(await kept()).toBe(1);
  const other = newPublisherKey();
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: other.public, name: 'Other' } });
  await install(shop({ version: '1.5.0' }, { key: other.private, publisher: 'Other' }));
  expect(await kept()).toBe(0);
  await uninstall();
});

describe('the records a plugin brings', () => {
  it('are not brought twice when its data was kept', async () => {
    await install(shop({ version: '1.5.0' }));
    expect(await wares()).toEqual(['PEN P1', 'INK']);
    expect(await quiet()).toMatchObject({ demo: 'offered', trouble: null });
  });

  it('are all there or none, and who decides is told why', async () => {
    const taken = await api.admin.ok('POST', '/api/records/shp__ware', {
      body: { name: 'Ladle', code: 'L1' },
      undescribed: true,
    });
    await api.admin.ok('POST', `${at}/settle`, { body: { demo: true } });
    const { trouble, demo } = await quiet();
    expect(trouble).toMatchObject({ what: 'demo', version: '1.5.0' });
    expect(trouble.reason.en).toContain('shp__ware/#3');
    expect(demo).toBe('offered');
    expect(await wares()).toEqual(['PEN P1', 'INK', 'Ladle L1']);
    expect((await api.admin.ok('GET', '/api/users')).data.map((user: Loose) => user.email)).not.toContain(
      'bo@example.com',
    );
    await api.admin.ok('DELETE', `/api/records/shp__ware/${taken.data.id}`, { undescribed: true });
    await api.admin.ok('PATCH', `${at}/settings`, { body: { city: 'Wuxi' } });
    await api.admin.ok('POST', `${at}/settle`);
    expect(await quiet()).toMatchObject({ trouble: null, demo: 'loaded' });
    expect(await wares()).toEqual(['PEN P1', 'INK', 'Cup C1 Bo', 'Lid L1']);
  });

  it('come again with the people who are here', async () => {
    await uninstall();
    const { plan } = await planned(shop({ version: '1.5.0' }));
    expect(plan.demo_people).toEqual([{ email: 'bo@example.com', name: 'Bo' }]);
    await install(shop({ version: '1.5.0' }), { demo: true });
    expect(await quiet()).toMatchObject({ trouble: null, demo: 'loaded' });
    expect(await wares()).toEqual(['PEN P1', 'INK', 'Cup C1 Bo', 'Lid L1']);
    await uninstall({ shp__ware: 'drop' });
    await install(shop({ version: '1.5.0' }), { demo: true });
    expect(await quiet()).toMatchObject({ trouble: null, demo: 'loaded' });
    expect(await wares()).toEqual(['Pen P1', 'Ink', 'Cup C1 Bo', 'Lid L1']);
    const people = (await api.admin.ok('GET', '/api/users')).data;
    expect(people.filter((user: Loose) => user.email === 'bo@example.com')).toHaveLength(1);
  });
});

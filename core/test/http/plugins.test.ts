import { beforeAll, describe, expect, it } from 'vitest';
import {
  defineFields,
  defineObject,
  defineRole,
  definePlugin,
  field,
  label,
  may,
  option,
  patchDocument,
  type Plugin,
} from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import type { Loose } from '../../testing/api-client.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const { private: key, public: publicKey } = newPublisherKey();
const signer = { key, publisher: 'Example Ltd' };
let api: TestApi;

beforeAll(async () => {
  api = await testApi();
});

interface Version {
  version?: string;
  tier?: Partial<Parameters<typeof field.select>[2]>;
  tierLabel?: ReturnType<typeof label>;
  more?: Parameters<typeof definePlugin>[0]['documents'];
  capabilities?: Parameters<typeof definePlugin>[0]['capabilities'];
  change?: Partial<Parameters<typeof definePlugin>[0]>;
}

function flights({ version = '1.0.0', tier = {}, tierLabel, more = [], capabilities, change }: Version = {}): Plugin {
  return definePlugin({
    id: 'com.example.flights',
    prefix: 'fly',
    version,
    engine: '>=0.1.0',
    label: label('Flights', '航班'),
    description: label('Flights of our people.', '员工航班。'),
    documents: [
      ...defineObject('fly__flight', {
        label: label('Flight', '航班'),
        plural: label('Flights', '航班'),
        fields: {
          name: field.text(label('Number', '航班号'), { required: true }),
          account: field.reference(label('Airline', '航空公司'), 'account'),
        },
      }),
      ...defineFields('account', {
        fly__tier: field.select(
          tierLabel ?? label('Tier', '等级'),
          [option('gold', label('Gold', '金卡')), option('blue', label('Blue', '蓝卡'))],
          tier,
        ),
      }),
      defineRole({
        name: 'fly__desk',
        label: label('Flight desk', '航班台'),
        grants: { fly__flight: { read: true, create: true, fields: { '*': 'edit' } } },
      }),
      ...more,
    ],
    patches: [patchDocument('object', 'account', { icon: 'plane' })],
    capabilities: capabilities ?? [
      may.records('account', ['read'], ['name'], label('To name airlines.', '用于显示航空公司名称。')),
    ],
    settings: [
      { name: 'airport', label: label('Home airport', '基地机场'), type: 'text', default: 'PVG' },
      { name: 'token', label: label('Token', '令牌'), type: 'secret' },
    ],
    seeds: [{ object: 'fly__flight', rows: [{ name: 'MU 5101' }] }],
    ...change,
  });
}

async function upload(plugin: Plugin, packing: Parameters<typeof packedPlugin>[1] = { signer }): Promise<string> {
  const answer = await api.admin.ok('POST', '/api/plugin-packages', { body: packedPlugin(plugin, packing) });
  return answer.data.digest as string;
}

async function plan(digest: string): Promise<Loose> {
  return (await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } })).data;
}

async function install(digest: string, more: Loose = {}): Promise<Loose> {
  const { package: found } = await plan(digest);
  const grants = found.capabilities.map((each: Loose) => each.key);
  return api.admin.ok('POST', '/api/plugins/install', { body: { source: { digest }, grants, ...more } });
}

async function refused(method: string, path: string, body: Loose): Promise<string> {
  const answer = await api.admin.call(method, path, { body, undescribed: true });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return answer.body.code;
}

async function get(path: string, query: Record<string, string> = {}): Promise<Loose> {
  return api.admin.ok('GET', path, { query });
}

describe('a plugin', () => {
  it('of a stranger is planned but not installed before his key is trusted', async () => {
    const unsigned = await upload(flights(), {});
    expect((await plan(unsigned)).stops.map((stop: Loose) => stop.code)).toEqual(['plugin_unsigned']);
    expect(await refused('POST', '/api/plugins/install', { source: { digest: unsigned } })).toBe('plugin_unsigned');
    const digest = await upload(flights());
    expect((await plan(digest)).stops.map((stop: Loose) => stop.code)).toEqual(['plugin_untrusted']);
    expect(await refused('POST', '/api/plugins/install', { source: { digest } })).toBe('plugin_untrusted');
    await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Example' } });
    expect((await plan(digest)).stops).toEqual([]);
  });

  it('is taken from a folder of the server in development alone', async () => {
    const source = { folder: '/etc' };
    expect(await refused('POST', '/api/plugins/plan', { source })).toBe('plugin_development_only');
    expect(await refused('POST', '/api/plugins/install', { source })).toBe('plugin_development_only');
  });

  it('says before it comes what it brings, touches and asks', async () => {
    const found = await plan(await upload(flights()));
    expect(found).toMatchObject({ way: 'install', from: null, conflicts: [], problems: [] });
    expect(found.diff.map((change: Loose) => `${change.action} ${change.kind} ${change.key}`)).toEqual(
      expect.arrayContaining(['add object fly__flight', 'add field account.fly__tier', 'change object account']),
    );
    expect(found.tables).toEqual([
      { object: 'account', label: { en: 'Account', zh: '客户' }, rows: 0, added: false },
      { object: 'fly__flight', label: { en: 'Flight', zh: '航班' }, rows: 0, added: true },
    ]);
    expect(found.package.capabilities).toMatchObject([{ text: { en: 'Read Accounts: Name' }, state: 'new' }]);
    expect(found.package.publisher).toEqual({ key: publicKey, name: 'Example', trusted: true });
  });

  it('comes in one release, with its records', async () => {
    const digest = await upload(flights());
    expect(await refused('POST', '/api/plugins/install', { source: { digest } })).toBe('plugin_consent');
    expect(await refused('POST', '/api/plugins/install', { source: { digest }, release: 4711 })).toBe(
      'plugin_plan_outdated',
    );
    const before = (await api.admin.ok('GET', '/api/studio/releases')).data.length;
    const { plugin, release } = await install(digest);
    expect(plugin).toMatchObject({ id: 'com.example.flights', version: '1.0.0', enabled: true });
    expect((await api.admin.ok('GET', '/api/studio/releases')).data.length).toBe(before + 1);
    expect(release.message).toBe('Flights 1.0.0');
    expect((await api.admin.ok('GET', '/api/model')).objects.account.icon).toBe('plane');
    await expect
      .poll(async () => (await get('/api/records/fly__flight', { fields: 'name' })).data)
      .toMatchObject([{ name: 'MU 5101' }]);
    expect(await refused('POST', '/api/plugins/install', { source: { digest } })).toBe('plugin_installed_already');
  });

  it('keeps settings, and secrets nobody sees again', async () => {
    const path = '/api/plugins/com.example.flights/settings';
    expect((await api.admin.ok('GET', path)).data).toMatchObject({ values: { airport: 'PVG' }, filled: [] });
    const { data } = await api.admin.ok('PATCH', path, { body: { airport: 'SHA', token: 'very secret' } });
    expect(data).toMatchObject({ values: { airport: 'SHA' }, filled: ['token'] });
    const { rows } = await api.database.query('select settings::text || secrets::text as kept from core.plugin');
    expect(JSON.stringify(rows)).not.toContain('very secret');
    expect(await refused('PATCH', path, { airprt: 'x' })).toBe('invalid_input');
  });

  it('is switched off and on', async () => {
    const off = await api.admin.ok('POST', '/api/plugins/com.example.flights/disable');
    expect(off.data.enabled).toBe(false);
    expect((await api.admin.ok('GET', '/api/model')).objects.fly__flight).toBeDefined();
    expect((await api.admin.ok('POST', '/api/plugins/com.example.flights/enable')).data.enabled).toBe(true);
  });

  it('is upgraded under what the workspace changed of it; where both changed it is shown', async () => {
    const at = '/api/studio/layers/workspace/documents/field/account.fly__tier';
    const seen = (await get('/api/studio/documents', { kind: 'field', object: 'account' })).data;
    const tier = seen.find((info: Loose) => info.key === 'account.fly__tier').document;
    await api.admin.ok('PUT', at, {
      body: { ...tier, label: { ...tier.label, en: 'Level' }, help: { en: 'Ask the desk.', zh: '请咨询航班台。' } },
    });
    await api.admin.ok('POST', '/api/studio/publish', { body: {} });
    const next = flights({
      version: '1.1.0',
      tierLabel: label('Status', '会员等级'),
      capabilities: [may.records('account', ['read', 'update'], ['name'], label('To name airlines.', '用于命名。'))],
    });
    const found = await plan(await upload(next));
    expect(found).toMatchObject({ way: 'upgrade', from: '1.0.0', stops: [] });
    expect(found.conflicts).toEqual([
      expect.objectContaining({
        key: 'account.fly__tier',
        path: 'label.en',
        with: 'local',
        was: 'Tier',
        brings: 'Status',
        stays: 'Level',
      }),
    ]);
    expect(found.package.capabilities[0].state).toBe('new');
    const digest = await upload(next);
    expect(await refused('POST', '/api/plugins/com.example.flights/upgrade', { source: { digest } })).toBe(
      'plugin_consent',
    );
    await install(digest);
    const field = async (): Promise<Loose> =>
      (await api.admin.ok('GET', '/api/model')).objects.account.fields.fly__tier;
    expect(await field()).toMatchObject({ label: { en: 'Level', zh: '会员等级' }, help: { en: 'Ask the desk.' } });
    const change = { downgrade: '>=1.2.0' };
    const third = await upload(flights({ version: '1.2.0', tierLabel: label('Rank', '会员级别'), change }));
    const take = [{ kind: 'field', key: 'account.fly__tier', path: 'label.en' }];
    await install(third, { take });
    expect(await field()).toMatchObject({ label: { en: 'Rank', zh: '会员级别' }, help: { en: 'Ask the desk.' } });
  });

  it('goes back as its later version allows, and as one with a roll-back', async () => {
    const older = await upload(flights({ version: '1.1.0' }));
    expect((await plan(older)).stops).toMatchObject([{ code: 'plugin_downgrade' }]);
    const releases = (await api.admin.ok('GET', '/api/studio/releases')).data;
    const first = releases.find((release: Loose) => release.message === 'Flights 1.0.0').number;
    await api.admin.ok('POST', `/api/studio/releases/${first}/rollback`);
    const { data } = await api.admin.ok('GET', '/api/plugins');
    expect(data).toMatchObject([{ version: '1.0.0', enabled: true }]);
    expect(data[0].granted).toHaveLength(1);
    await api.admin.ok('POST', `/api/studio/releases/${first - 1}/rollback`);
    expect((await api.admin.ok('GET', '/api/plugins')).data).toEqual([]);
    expect((await api.admin.ok('GET', '/api/model')).objects.fly__flight).toBeUndefined();
    await api.admin.ok('POST', `/api/studio/releases/${releases[0].number}/rollback`);
    expect((await api.admin.ok('GET', '/api/plugins')).data).toMatchObject([{ version: '1.2.0' }]);
    expect((await api.admin.ok('GET', '/api/records/fly__flight')).data).toHaveLength(1);
  });

  it('of which another wants the same place, or which another needs, is told', async () => {
    const wants = (icon: string): Plugin =>
      definePlugin({
        id: 'com.example.rival',
        prefix: 'riv',
        version: '2.0.0',
        label: label('Rival', '对手'),
        description: label('Wants the same.', '想要同一处。'),
        dependencies: { 'com.example.flights': '^1.2.0' },
        documents: [],
        patches: [patchDocument('object', 'account', { icon })],
      });
    // Who says the same as another is at odds with nobody.
    expect((await plan(await upload(wants('plane')))).conflicts).toEqual([]);
    const digest = await upload(wants('ship'));
    expect((await plan(digest)).conflicts).toMatchObject([
      { with: 'plugin', path: 'icon', layer: { en: 'Flights' }, stays: 'plane', brings: 'ship', prevails: true },
    ]);
    await install(digest);
    const path = '/api/plugins/com.example.flights/uninstall';
    expect((await api.admin.ok('POST', `${path}/plan`)).data.stops).toMatchObject([{ code: 'plugin_needed' }]);
    expect(await refused('POST', path, {})).toBe('plugin_needed');
    const same = flights({ change: { id: 'com.example.copy' } });
    expect((await plan(await upload(same))).stops).toMatchObject([{ code: 'plugin_prefix_taken' }]);
    const future = flights({
      version: '3.0.0',
      change: { engine: '^99.0.0', dependencies: { 'com.example.none': '*' } },
    });
    expect((await plan(await upload(future))).stops.map((stop: Loose) => stop.code)).toEqual([
      'plugin_engine',
      'plugin_dependency',
      'plugin_needed',
    ]);
    await api.admin.ok('POST', '/api/plugins/com.example.rival/uninstall');
  });

  it('cannot take the place of what others brought', async () => {
    const { data } = await get('/api/studio/documents', { kind: 'role' });
    const administrator = data.find((info: Loose) => info.key === 'administrator').document;
    const thief = flights({ version: '4.0.0' });
    const documents = thief.documents.map((each) =>
      each.kind === 'role' ? { ...each, id: administrator.id as string } : each,
    );
    const digest = await upload({ ...thief, documents });
    expect(await refused('POST', '/api/plugins/plan', { source: { digest } })).toBe('plugin_manifest_wrong');
  });

  it('tells who reads it, and does not go while something depends on it', async () => {
    const rule = {
      object: 'account',
      label: { en: 'Gold needs a phone', zh: '金卡须有电话' },
      type: 'validation',
      assert: 'record.fly__tier != "gold" || record.phone != null',
      message: { en: 'A phone is missing.', zh: '缺少电话。' },
      mode: 'enforce',
    };
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/rule/gold_phone', { body: rule });
    const layout = (await get('/api/studio/documents', { kind: 'layout', object: 'account' })).data[0];
    const body = { ...layout.document, create: [...layout.document.create, 'fly__tier'] };
    await api.admin.ok('PUT', `/api/studio/layers/workspace/documents/layout/${layout.key}`, { body });
    const view = {
      object: 'fly__flight',
      label: { en: 'Mine', zh: '我的' },
      type: 'table',
      columns: [{ name: 'name' }],
    };
    await api.admin.ok('PUT', '/api/studio/layers/workspace/documents/view/my_flights', { body: view });
    await api.admin.ok('POST', '/api/studio/publish', { body: {} });
    api.admin.forget();
    const account = await api.admin.ok('POST', '/api/records/account', { body: { name: 'Acme', fly__tier: 'blue' } });
    const path = '/api/plugins/com.example.flights/uninstall';
    const clerk = { email: 'desk@example.com', name: 'Desk', roles: ['fly__desk'] };
    await api.admin.ok('POST', '/api/users', { body: clerk });
    const { data } = await api.admin.ok('POST', `${path}/plan`);
    const desk = { role: 'fly__desk', label: { en: 'Flight desk', zh: '航班台' }, people: 1, keys: 0 };
    expect(data.roles).toEqual([desk]);
    expect(data.data).toEqual([
      { object: 'fly__flight', field: null, label: { en: 'Flights', zh: '航班' }, rows: 1 },
      expect.objectContaining({ object: 'account', field: 'fly__tier', rows: 1 }),
    ]);
    expect(data.readers.map(({ kind, key, effect }: Loose) => `${effect} ${kind} ${key}`)).toEqual(
      expect.arrayContaining(['removed view my_flights', `rewritten layout ${layout.key}`, 'stops rule gold_phone']),
    );
    expect(await refused('POST', path, {})).toBe('plugin_in_use');
    await api.admin.ok('DELETE', '/api/studio/layers/workspace/documents/rule/gold_phone');
    await api.admin.ok('POST', '/api/studio/publish', { body: {} });
    await api.admin.ok('POST', path, { body: { data: { fly__flight: 'export', 'account.fly__tier': 'keep' } } });
    const model = await api.admin.ok('GET', '/api/model');
    expect(model.objects.fly__flight).toBeUndefined();
    expect(model.objects.account.fields.fly__tier).toBeUndefined();
    expect(JSON.stringify(model)).not.toContain('fly__');
    const exported = (await api.admin.ok('GET', '/api/plugin-exports')).data;
    expect(exported).toMatchObject([{ object: 'fly__flight', field: null, rows: 1 }]);
    expect(await get(`/api/plugin-exports/${exported[0].id}`)).toMatchObject({ name: 'MU 5101' });
    const left = await api.database.query(
      `select relname from pg_class where relname like 'fly%' union all
       select object from core.change_log where object like 'fly%'`,
    );
    expect(left.rows).toEqual([]);
    const digest = await upload(flights({ version: '1.3.0' }));
    // Whoever had the role would act with it at once: that is told before.
    const back = await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } });
    expect(back.data.roles).toEqual([desk]);
    await install(digest);
    api.admin.forget();
    const { data: again } = await api.admin.ok('GET', `/api/records/account/${account.data.id}`);
    expect(again.fly__tier).toBe('blue');
    await api.admin.ok('POST', path, { body: { data: { fly__flight: 'drop', 'account.fly__tier': 'drop' } } });
    const columns = await api.database.query(
      `select attname from pg_attribute where attname like 'fly%' and not attisdropped union all
       select relname from pg_class where relname like 'fly%'`,
    );
    expect(columns.rows).toEqual([]);
    await install(await upload(flights({ version: '1.3.0' })));
    const fresh = await api.admin.ok('GET', `/api/records/account/${account.data.id}`);
    expect(fresh.data.fly__tier).toBeNull();
  });
});

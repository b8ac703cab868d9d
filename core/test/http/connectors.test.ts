import { connector, definePlugin, label, may } from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../testing/api-client.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const ID = 'com.example.till';
const at = `/api/plugins/${ID}/connectors`;
const text = label('Till', '收银');
const { private: key, public: publicKey } = newPublisherKey();

const plugin = definePlugin({
  id: ID,
  prefix: 'till',
  version: '1.0.0',
  engine: '>=0.1.0',
  label: text,
  description: text,
  documents: [],
  settings: [{ name: 'title', label: text, type: 'text', default: 'Buyer' }],
  capabilities: [may.records('account', ['read', 'create', 'update', 'delete'], '*', text), may.schedule(text)],
  code: [
    connector(
      {
        name: 'buyers',
        label: label('Buyers', '买家'),
        object: 'account',
        key: 'id',
        outside: [
          { name: 'id', label: label('Number', '编号'), to: 'till_number' },
          { name: 'title', label: label('Title', '名称'), to: 'name' },
          { name: 'site', label: label('Web site', '网站') },
        ],
        pull: { schedule: '*/15 * * * *' },
      },
      { pull: () => ({ rows: [] }) },
    ),
    connector(
      {
        name: 'mirror',
        label: label('Mirror', '镜像'),
        object: 'account',
        key: 'id',
        outside: [{ name: 'id', label: label('Number', '编号'), to: 'till_number' }],
        pull: { deletes: true },
      },
      { pull: () => ({ rows: [] }), push: () => [] },
    ),
  ],
});

/** Three pages of one, each from where the one before ended. */
const CODE = `var plugin = { handlers: { 'connector/mirror': ({ changes }) => changes ? [] : { rows: [] }, 'connector/buyers': ({ cursor, settings }) => {
  const n = cursor ?? 0;
  return { rows: [{ id: 'T-' + n, title: settings.title + ' ' + n, site: n === 1 ? 'nowhere at all' : 'https://t' + n + '.example' }], cursor: n + 1, more: (n + 1) % 3 !== 0 };
} } };`;

let api: TestApi;
let planned: Loose[];

const draft = (kind: string, name: string, body: object) =>
  api.admin.ok('PUT', `/api/studio/layers/workspace/documents/${kind}/${name}`, { body });
const publish = () => api.admin.ok('POST', '/api/studio/publish', { body: { message: 'Connectors' } });
const shown = async (): Promise<Loose> => (await api.admin.ok('GET', at)).data[0];
const change = (body: object) => api.admin.call('PATCH', `${at}/buyers`, { body });
const run = () => api.admin.ok('POST', `${at}/buyers/run`, { body: { direction: 'pull' } });

async function ended(): Promise<Loose> {
  await expect.poll(async () => (await shown()).last_pull?.status, { timeout: 20_000 }).toBe('done');
  return (await shown()).last_pull;
}

async function install(): Promise<void> {
  const body = packedPlugin(plugin, { signer: { key, publisher: 'Till' }, code: CODE });
  const { digest } = (await api.admin.ok('POST', '/api/plugin-packages', { body })).data;
  const plan = (await api.admin.ok('POST', '/api/plugins/plan', { body: { source: { digest } } })).data;
  planned = plan.connectors;
  const grants = plan.package.capabilities.map((each: Loose) => each.key);
  await api.admin.ok('POST', '/api/plugins/install', { body: { source: { digest }, grants } });
  api.admin.forget();
}

beforeAll(async () => {
  api = await testApi();
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Till' } });
  await draft('field', 'account.till_number', { object: 'account', label: text, type: 'text', unique: true });
  await draft('field', 'account.shop_site', { object: 'account', label: text, type: 'url' });
  await publish();
  api.admin.forget();
  await install();
});

describe('a connector', () => {
  it('stands by its name in the plan of what it comes with', () => {
    const always = { object_label: { en: 'Accounts', zh: '客户' }, change: 'new', active: false, reads: true };
    expect(planned).toEqual([
      {
        ...always,
        name: 'buyers',
        label: label('Buyers', '买家'),
        deletes: false,
        tells: false,
        schedule: '*/15 * * * *',
      },
      { ...always, name: 'mirror', label: label('Mirror', '镜像'), deletes: true, tells: true, schedule: null },
    ]);
  });

  it('does nothing by itself until somebody switches it on', async () => {
    expect(await shown()).toMatchObject({
      name: 'buyers',
      object: 'account',
      pulls: true,
      pushes: false,
      pull: false,
      push: false,
      schedule: '*/15 * * * *',
      next_run: null,
      problems: [],
      begun: false,
      last_pull: null,
    });
  });

  it('reads when it is asked to, and keeps each row that could not be taken', async () => {
    expect((await change({ mapping: { site: 'website' } })).status).toBe(200);
    await run();
    expect(await ended()).toMatchObject({
      read: 3,
      created: 2,
      failed: 1,
      errors: [{ key: 'T-1', field: 'website', record: null }],
    });
    const { data } = await api.admin.ok(
      'GET',
      '/api/records/account?filter=till_number%20%3D%3D%20%22T-2%22&fields=name,website',
    );
    expect(data).toMatchObject([{ name: 'Buyer 2', website: 'https://t2.example' }]);
    expect(await shown()).toMatchObject({ begun: true });
    const runs = (await api.admin.ok('GET', `${at}/buyers/runs`, { query: { limit: '5' } })).data;
    expect(runs).toHaveLength(1);
    const stop = await api.admin.call('POST', `${at}/buyers/runs/${runs[0].id}/stop`);
    expect(stop).toMatchObject({ status: 409, body: { code: 'connector_not_ended' } });
  });

  it('reads from the beginning when that is wished for, and makes nothing twice', async () => {
    expect((await api.admin.ok('POST', `${at}/buyers/rewind`)).data).toMatchObject({ begun: false });
    await run();
    expect(await ended()).toMatchObject({ read: 3, created: 0, unchanged: 2, failed: 1 });
  });

  it('has its times, and says when it reads next', async () => {
    expect(await change({ schedule: 'now and then' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'schedule', code: 'invalid_schedule' }] },
    });
    const { body } = await change({ pull: true, schedule: '0 3 * * *' });
    expect(body.data).toMatchObject({ pull: true, schedule: '0 3 * * *', standard_schedule: '*/15 * * * *' });
    expect(Date.parse(body.data.next_run)).toBeGreaterThan(Date.now());
    const waiting = async (): Promise<Loose[]> =>
      (
        await api.database.query<Loose>(
          `select key from graphile_worker.jobs where task_identifier = 'connector_clock'`,
        )
      ).rows;
    await expect.poll(waiting).toEqual([{ key: `connector clock ${ID} buyers 0 3 * * *` }]);
  });

  it('refuses what could not work', async () => {
    expect((await change({ push: true })).body).toMatchObject({ code: 'connector_cannot' });
    expect((await change({ mapping: { colour: 'name' } })).body.errors).toMatchObject([{ path: 'mapping.colour' }]);
    for (const path of ['no_such', 'contacts', 'name.first', 'owner.email.more', '']) {
      const answer = await change({ mapping: { title: path } });
      expect({ path, status: answer.status, at: answer.body.errors?.[0]?.path }).toEqual({
        path,
        status: 422,
        at: 'mapping.title',
      });
    }
    expect((await change({ mapping: { id: 'name' } })).body.errors).toMatchObject([{ code: 'connector_not_set_up' }]);
    expect((await change({ mapping: { id: null } })).body.errors).toMatchObject([{ path: 'mapping.id' }]);
    expect((await api.admin.call('POST', `${at}/buyers/run`, { body: { direction: 'push' } })).body.code).toBe(
      'connector_cannot',
    );
    expect((await api.admin.call('PATCH', `${at}/sellers`, { body: {} })).body.code).toBe('unknown_plugin_part');
  });

  it('deletes, and tells all there is, only where its code provides for it and somebody says so', async () => {
    expect((await change({ deletes: true })).body).toMatchObject({ code: 'connector_cannot' });
    const all = { direction: 'push', all: true };
    const tell = (name: string) => api.admin.call('POST', `${at}/${name}/run`, { body: all });
    expect((await tell('buyers')).body.code).toBe('connector_cannot');
    expect((await tell('mirror')).body.code).toBe('connector_cannot');
    const mirror = async () => (await api.admin.ok('GET', at)).data[1];
    expect(await mirror()).toMatchObject({ tells_deletions: true, deletes: false, gathering: false });
    const changed = await api.admin.ok('PATCH', `${at}/mirror`, { body: { push: true, deletes: true } });
    expect(changed.data).toMatchObject({ push: true, deletes: true });
    const { count } = await api.admin.ok('GET', '/api/records/account?count=exact&limit=1');
    expect((await tell('mirror')).status).toBe(202);
    await expect
      .poll(async () => {
        const { gathering, waiting, last_push: last } = await mirror();
        return { gathering, waiting, read: last?.read, status: last?.status };
      })
      .toEqual({ gathering: false, waiting: 0, read: count, status: 'done' });
  });

  it('follows a field that gets another name, and says where one is no longer there', async () => {
    await change({ mapping: { site: 'shop_site' } });
    await api.admin.ok('POST', '/api/studio/layers/workspace/rename', {
      body: { kind: 'field', key: 'account.shop_site', to: 'till_site' },
    });
    await publish();
    api.admin.forget();
    const site = async (): Promise<Loose> => (await shown()).fields.find((each: Loose) => each.name === 'site');
    expect(await site()).toMatchObject({ to: 'till_site', changed: true, standard: null });
    await draft('field', 'account.till_site', { object: 'account', label: text, type: 'url', archived: true });
    await publish();
    api.admin.forget();
    expect(await shown()).toMatchObject({ problems: [{ code: 'connector_not_set_up' }] });
    await change({ mapping: { site: null } });
    expect(await shown()).toMatchObject({ problems: [] });
  });

  it('goes with its plugin, which says so before, and comes back as it was set up', async () => {
    const plan = (await api.admin.ok('POST', `/api/plugins/${ID}/uninstall/plan`, { body: {} })).data;
    expect(plan.connectors).toEqual([
      { name: 'buyers', label: label('Buyers', '买家'), active: true, waiting: 0 },
      { name: 'mirror', label: label('Mirror', '镜像'), active: true, waiting: 0 },
    ]);
    const before = (await api.admin.ok('GET', '/api/studio/releases')).data[0].number;
    await api.admin.ok('POST', `/api/plugins/${ID}/uninstall`, { body: { data: {}, release: plan.release } });
    for (const table of ['connector', 'connector_run', 'connector_change'])
      expect((await api.database.query(`select from core.${table}`)).rows).toEqual([]);
    await api.admin.ok('POST', `/api/studio/releases/${before}/rollback`);
    api.admin.forget();
    expect(await shown()).toMatchObject({ pull: true, schedule: '0 3 * * *', begun: false, last_pull: null });
    expect((await api.admin.ok('GET', at)).data[1]).toMatchObject({ push: true, deletes: true });
  });
});

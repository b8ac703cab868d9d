import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { defineObject, definePlugin, field, label, type Plugin } from '@stratacrm/sdk';
import { newPublisherKey } from '@stratacrm/sdk/packing';
import type { Loose } from '../../testing/api-client.ts';
import { packedPlugin } from '../../testing/plugin-packages.ts';
import { startRegistry, type TestRegistry } from '../../testing/plugin-registry.ts';
import { testApi, type TestApi } from '../../testing/test-api.ts';

const { private: key, public: publicKey } = newPublisherKey();
const signer = { key, publisher: 'Example Ltd' };
const name = '@example/strata-plugin-rooms';
let registry: TestRegistry;
let running = true;
let api: TestApi;

beforeAll(async () => {
  registry = await startRegistry();
  api = await testApi({ environment: { STRATA_PLUGIN_REGISTRY: registry.url } });
  await api.admin.ok('POST', '/api/plugin-publishers', { body: { key: publicKey, name: 'Example' } });
}, 120_000);

afterAll(async () => {
  if (running) await registry.stop();
});

function rooms(version: string): Plugin {
  return definePlugin({
    id: 'com.example.rooms',
    prefix: 'room',
    version,
    label: label('Rooms', '会议室'),
    description: label('Rooms and who has booked them.', '会议室及预订情况。'),
    documents: defineObject('room__room', {
      label: label('Room', '会议室'),
      plural: label('Rooms', '会议室'),
      fields: { name: field.text(label('Name', '名称'), { required: true }) },
    }),
  });
}

const publish = (version: string): Promise<void> =>
  registry.publish(
    packedPlugin(rooms(version), { signer, name, files: { 'README.md': `# Rooms\n\n<script>x</script>` } }),
  );

async function codeOf(method: string, path: string, body?: Loose): Promise<string> {
  const answer = await api.admin.call(method, path, { ...(body && { body }), undescribed: true });
  expect(answer.status).toBeGreaterThanOrEqual(400);
  return answer.body.code;
}

it('npm create strata-plugin makes a project of what the registry has', async () => {
  await registry.publishFolder(path.resolve(import.meta.dirname, '../../../create'));
  const answers = ['--name', 'Club', '--id', 'com.example.club', '--prefix', 'club'];
  const project = await registry.create('strata-plugin', 'club', ...answers);
  const made = readdirSync(project, { recursive: true, encoding: 'utf8' });
  expect(made).toEqual(
    expect.arrayContaining([
      '.gitignore',
      'package.json',
      'src/index.ts',
      'screens/MemberDesk.vue',
      'test/workspace.test.ts',
    ]),
  );
  const texts = made
    .filter((file) => /\.\w+$/.test(file))
    .map((file) => readFileSync(path.join(project, file), 'utf8'));
  expect(texts.join('')).toContain('com.example.club');
  expect(texts.join('')).not.toMatch(/__(NAME|ID|PREFIX|PACKAGE)__/);
}, 60_000);

it('a plugin is published, found, installed, upgraded, taken back, and stays when the registry is gone', async () => {
  await publish('1.0.0');
  await publish('1.1.0');
  const search = async (q: string): Promise<string[]> =>
    (await api.admin.ok('GET', '/api/plugin-registry', { query: { q } })).data.map((each: Loose) => each.package);
  expect(await search('rooms')).toEqual([name]);
  expect(await search('booked')).toEqual([name]);
  expect(await search('nothing of the kind')).toEqual([]);
  const offered = await api.admin.ok('GET', `/api/plugin-registry/${encodeURIComponent(name)}`);
  expect(offered.data).toMatchObject({ latest: '1.1.0', versions: [{ version: '1.1.0' }, { version: '1.0.0' }] });

  const source = { package: name, version: '1.0.0' };
  const plan = (await api.admin.ok('POST', '/api/plugins/plan', { body: { source } })).data;
  expect(plan).toMatchObject({ stops: [], package: { version: '1.0.0', publisher: { trusted: true } } });
  expect(plan.package.readme.en).toContain('&lt;script&gt;');
  await api.admin.ok('POST', '/api/plugins/install', { body: { source, release: plan.release } });
  const id = 'com.example.rooms';
  const { plugin } = await api.admin.ok('POST', `/api/plugins/${id}/upgrade`, { body: {} });
  expect(plugin.version).toBe('1.1.0');

  await publish('1.2.0');
  await registry.unpublish(name, '1.2.0');
  const gone = { source: { package: name, version: '1.2.0' } };
  expect(await codeOf('POST', '/api/plugins/plan', gone)).toBe('plugin_not_found');
  expect(await codeOf('POST', '/api/plugins/plan', { source: { package: '@example/none' } })).toBe('plugin_not_found');

  await registry.stop();
  running = false;
  const down = await api.admin.call('GET', '/api/plugin-registry', { undescribed: true });
  expect(down.status).toBe(503);
  expect(down.body.code).toBe('plugin_registry_unavailable');
  expect(await codeOf('POST', '/api/plugins/plan', gone)).toBe('plugin_registry_unavailable');
  expect((await api.admin.ok('GET', '/api/plugins')).data).toMatchObject([{ id, version: '1.1.0', enabled: true }]);
  await api.admin.ok('POST', '/api/records/room__room', { body: { name: 'Blue' }, undescribed: true });
}, 180_000);

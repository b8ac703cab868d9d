import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pluginDocumentId, type PluginManifest } from '@stratacrm/sdk';
import { tarballOf } from '@stratacrm/sdk/packing';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../testing/api-client.ts';
import { ADMIN, testApi, type TestApi } from '../testing/test-api.ts';

/** The life of the industry packs, as of a stranger's plugins: built, installed, upgraded and taken out again. */

const repository = path.resolve(import.meta.dirname, '../..');

/** One line for each folder of `plugins/` but the base pack. */
const PACKS = ['airline', 'banking', 'charity'];

let api: TestApi;

beforeAll(async () => {
  api = await testApi({ environment: { STRATA_PLUGIN_DEV: '1' } });
}, 60_000);

it('every pack is tried here', () => {
  const inside = readdirSync(path.join(repository, 'plugins'), { withFileTypes: true });
  const folders = inside.filter((each) => each.isDirectory()).map(({ name }) => name);
  expect(folders.filter((name) => name !== 'base').toSorted()).toEqual(PACKS.toSorted());
});

/** What a command that must succeed wrote. */
function run(folder: string, ...args: string[]): Promise<string> {
  const credentials = { STRATA_URL: api.url, STRATA_EMAIL: ADMIN.email, STRATA_PASSWORD: ADMIN.password };
  const child = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...credentials } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) =>
    child.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(said)))),
  );
}

/** The files of the pack as it was built into its folder. */
function builtFiles(folder: string): Map<string, Buffer> {
  const names = [
    'package.json',
    'manifest.json',
    'plugin.js',
    ...readdirSync(path.join(folder, 'ui')).map((name) => `ui/${name}`),
  ];
  return new Map(names.map((name) => [name, readFileSync(path.join(folder, name))]));
}

/** As its next version would be: a field more on the first of its objects. */
function nextVersion(files: ReadonlyMap<string, Buffer>): { packed: Buffer; field: { object: string; name: string } } {
  const manifest = JSON.parse(files.get('manifest.json')!.toString()) as PluginManifest;
  const object = manifest.documents.find(({ kind }) => kind === 'object')!.name;
  const name = 'of_the_next_version';
  const id = pluginDocumentId(manifest.id, 'field', `${object}.${name}`);
  const added = { kind: 'field', id, object, name, type: 'text', label: { en: 'Added', zh: '新增' } } as const;
  const next = { ...manifest, version: '1.1.0', documents: [...manifest.documents, added] };
  const packageJson = JSON.parse(files.get('package.json')!.toString()) as object;
  const changed = new Map(files)
    .set('manifest.json', Buffer.from(JSON.stringify(next)))
    .set('package.json', Buffer.from(JSON.stringify({ ...packageJson, version: '1.1.0' })));
  return { packed: tarballOf(changed), field: { object, name } };
}

/** What a package would do here; installed or upgraded to, with all it asks for. */
async function bringIn(packed: Buffer, demo = false): Promise<Loose> {
  const { data: found } = await api.admin.ok('POST', '/api/plugin-packages', { body: packed });
  const source = { digest: found.digest };
  const { data: plan } = await api.admin.ok('POST', '/api/plugins/plan', { body: { source } });
  expect(plan).toMatchObject({ stops: [], problems: [] });
  const grants = plan.package.capabilities.map(({ key }: Loose) => key);
  await api.admin.ok('POST', '/api/plugins/install', { body: { source, grants, demo } });
  api.admin.forget();
  return { ...plan, id: found.id };
}

describe.each(PACKS)('the pack %s', (pack) => {
  const folder = path.join(repository, 'plugins', pack);
  let files: Map<string, Buffer>;
  let id = '';
  let at = '';

  it('is built and installed with its demonstration data, beside the other packs', async () => {
    await run(folder, path.join(repository, 'sdk/src/cli/main.ts'), 'plugin', 'build');
    files = builtFiles(folder);
    ({ id } = await bringIn(tarballOf(files), true));
    at = `/api/plugins/${encodeURIComponent(id)}`;
    const settled = async (): Promise<boolean> => !(await api.admin.ok('GET', at)).data.settling;
    await expect.poll(settled, { timeout: 60_000 }).toBe(true);
    const manifest = JSON.parse(files.get('manifest.json')!.toString()) as PluginManifest;
    for (const { object, rows } of manifest.demo?.records ?? []) {
      const { count } = await api.admin.ok('GET', `/api/records/${object}`, { query: { limit: 1, count: 'exact' } });
      expect(count, object).toBeGreaterThanOrEqual(rows.length);
    }
  }, 120_000);

  it('is upgraded by a field, its data and consent as they were', async () => {
    const { packed, field } = nextVersion(files);
    const plan = await bringIn(packed);
    expect(plan.way).toBe('upgrade');
    expect(plan.diff.map(({ action, kind, key }: Loose) => `${action} ${kind} ${key}`)).toEqual([
      `add field ${field.object}.${field.name}`,
    ]);
    expect(plan.package.capabilities.filter(({ state }: Loose) => state === 'new')).toEqual([]);
    const model = await api.admin.ok('GET', '/api/model');
    expect(model.objects[field.object].fields).toHaveProperty(field.name);
  }, 60_000);

  it('is switched off and on, and goes without leaving anything', async () => {
    await api.admin.ok('POST', `${at}/disable`);
    await api.admin.ok('POST', `${at}/enable`);
    const plan = await api.admin.ok('POST', `${at}/uninstall/plan`, { body: {} });
    expect(plan.data.readers.filter(({ effect }: Loose) => effect === 'stops')).toEqual([]);
    const data = Object.fromEntries(
      plan.data.data.map(({ object, field }: Loose) => [field === null ? object : `${object}.${field}`, 'drop']),
    );
    await api.admin.ok('POST', `${at}/uninstall`, { body: { data } });
    api.admin.forget();
    const { data: layers } = await api.admin.ok('GET', '/api/studio/layers');
    expect(layers.some(({ plugin }: Loose) => plugin === id)).toBe(false);
    const { problems } = await api.admin.ok('POST', '/api/studio/plan', { body: { layer: 'workspace' } });
    expect(problems).toEqual([]);
  }, 60_000);
});

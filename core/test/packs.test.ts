import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../testing/api-client.ts';
import { ADMIN, testApi, type TestApi } from '../testing/test-api.ts';

/** The industry packs as a stranger's plugins: built and installed by the command, used, and taken out again. */

const repository = path.resolve(import.meta.dirname, '../..');

/** One line for each folder of `plugins/` but the base pack. */
const PACKS = ['airline', 'banking', 'charity'];

let api: TestApi;

beforeAll(async () => {
  api = await testApi({ environment: { STRATA_PLUGIN_DEV: '1' } });
}, 60_000);

it('every pack is tried here', () => {
  const folders = readdirSync(path.join(repository, 'plugins'));
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

describe.each(PACKS)('the pack %s', (pack) => {
  const folder = path.join(repository, 'plugins', pack);
  let id = '';
  let at = '';

  it('is installed with its demonstration data, and passes its own tests', async () => {
    await run(folder, path.join(repository, 'sdk/src/cli/main.ts'), 'plugin', 'dev', '--once');
    const { data: installed } = await api.admin.ok('GET', '/api/plugins');
    id = installed.find((plugin: Loose) => plugin.package === `@stratacrm/plugin-${pack}`).id;
    at = `/api/plugins/${encodeURIComponent(id)}`;
    const settled = async (): Promise<boolean> => !(await api.admin.ok('GET', at)).data.settling;
    await expect.poll(settled, { timeout: 30_000 }).toBe(true);
    const files = readdirSync(path.join(folder, 'test')).filter((name) => name.endsWith('.test.ts'));
    await run(folder, '--test', ...files.map((name) => `test/${name}`));
  }, 120_000);

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

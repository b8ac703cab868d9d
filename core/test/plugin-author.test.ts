import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN } from '../testing/admin.ts';
import { testApi, type TestApi } from '../testing/test-api.ts';

const repository = path.resolve(import.meta.dirname, '../..');
const home = mkdtempSync(path.join(os.tmpdir(), 'strata-author-'));
const project = path.join(home, 'club');
let api: TestApi;

beforeAll(async () => {
  api = await testApi({ environment: { STRATA_PLUGIN_DEV: '1' } });
  await run(
    'create',
    path.join(repository, 'create/create.mjs'),
    project,
    '--name',
    'Club',
    '--id',
    'com.example.club',
    '--prefix',
    'club',
  );
  // What `npm install` would bring.
  mkdirSync(path.join(project, 'node_modules/@stratacrm'), { recursive: true });
  symlinkSync(path.join(repository, 'sdk'), path.join(project, 'node_modules/@stratacrm/sdk'));
  symlinkSync(path.join(repository, 'node_modules/@types'), path.join(project, 'node_modules/@types'));
  symlinkSync(path.join(repository, 'studio/node_modules/vue'), path.join(project, 'node_modules/vue'));
}, 60_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

function begin(...args: string[]): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: home,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      LANG: 'C',
      HOME: home,
      STRATA_URL: api.url,
      STRATA_EMAIL: ADMIN.email,
      STRATA_PASSWORD: ADMIN.password,
    },
  });
}

/** What a command that must succeed wrote. */
function run(what: string, ...args: string[]): Promise<string> {
  const child = begin(...args);
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) =>
    child.on('exit', (code) => (code === 0 ? resolve(said) : reject(new Error(`${what} ended with ${code}: ${said}`)))),
  );
}

const strata = (task: string, ...more: string[]): Promise<string> =>
  run(task, path.join(repository, 'sdk/src/cli/main.ts'), 'plugin', task, '--folder', project, ...more);

/** With the workspace's own types `host.records` knows each object. */
const TYPED = `
  import type { PluginHost } from '@stratacrm/sdk';
  export async function names(host: PluginHost): Promise<(string | null)[]> {
    const { data } = await host.records.query('account');
    // @ts-expect-error: no such field
    void data[0]!.nmae;
    return data.map((each) => each.name);
  }
`;

it('a project that was just begun compiles, is in order, and can be signed and packed', async () => {
  const types = path.join(project, 'src/strata.d.ts');
  await run('types', path.join(repository, 'sdk/src/cli/main.ts'), 'types', '--plugin', '--out', types);
  writeFileSync(path.join(project, 'src/typed.ts'), TYPED);
  const options = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(project, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    project,
  );
  const found = ts.getPreEmitDiagnostics(ts.createProgram(options.fileNames, options.options));
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  expect(await strata('check')).toContain('com.example.club 0.1.0');
  // What only the whole model tells: here an expression over a field there is not.
  const index = path.join(project, 'src/index.ts');
  const sound = readFileSync(index, 'utf8');
  const rule = `...[defineRule({ name: 'club__wrong', object: 'club__member', label: label('W', '错'), type: 'validation', mode: 'enforce', assert: 'record.nmae != ""', message: label('W', '错') })],`;
  writeFileSync(
    index,
    `import { defineRule } from '@stratacrm/sdk';\n${sound.replace('documents: [', `documents: [\n${rule}`)}`,
  );
  const wrong = await strata('check').catch((error: Error) => error.message);
  writeFileSync(index, sound);
  expect(wrong).toMatch(/rule\/club__wrong\/assert: .*nmae/);
  expect(await strata('key')).toMatch(/[A-Za-z0-9+/]{43}=/);
  const tarball = (await strata('pack', '--publisher', 'Club Ltd')).split('\n').find((line) => line.endsWith('.tgz'))!;
  const body = readFileSync(tarball);
  const { data } = await api.admin.ok('POST', '/api/plugin-packages', { body });
  expect(data).toMatchObject({ id: 'com.example.club', publisher: { name: 'Club Ltd', trusted: false } });
  expect(await strata('plan')).toContain('+ object club__member');
  expect(readFileSync(path.join(project, 'ui/club__desk.js'), 'utf8')).toContain('club__member');
}, 120_000);

it('what the guide shows is what is tried here', () => {
  const guide = readFileSync(path.join(repository, 'docs/guides/plugin-author.md'), 'utf8');
  const template = path.join(repository, 'create/template');
  const sources = ['src/index.ts', 'src/number-members.ts', 'screens/MemberDesk.vue', 'test/workspace.test.ts'];
  const files = [...sources.map((file) => path.join(template, file)), 'plugins/charity/src/view-types.ts'];
  const code = files.map((file) => readFileSync(path.resolve(repository, file), 'utf8')).join('\n');
  const shown = [...guide.matchAll(/```(?:ts|vue)\n([\s\S]*?)```/g)].map(([, block]) => block!);
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter((block) => !code.includes(block))).toEqual([]);
  // Where the table of builders sends its reader.
  const named = [...guide.matchAll(/`(plugins\/[\w/-]+\.ts)`/g)].map(([, file]) => file!);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !existsSync(path.join(repository, file)))).toEqual([]);
});

it('its plugin goes into a running workspace, and again at every change', async () => {
  const source = path.join(project, 'src/number-members.ts');
  const sound = readFileSync(source, 'utf8');
  writeFileSync(source, `${sound}\n}`);
  const developing = begin(path.join(repository, 'sdk/src/cli/main.ts'), 'plugin', 'dev', '--folder', project);
  let said = '';
  developing.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    // What cannot be built as it begins is told, and waits for its author.
    await expect.poll(() => said, { timeout: 60_000 }).toMatch(/cannot be built[^]*Watching/);
    writeFileSync(source, sound);
    await expect.poll(() => said, { timeout: 60_000 }).toContain('is in (');
    const number = async (): Promise<string> => {
      const body = { name: 'Grace' };
      const made = await api.admin.ok('POST', '/api/records/club__member', { body, undescribed: true });
      return made.data.number as string;
    };
    expect(await number()).toBe('GRA-5');
    writeFileSync(source, readFileSync(source, 'utf8').replace('-${name.length}', '/${name.length}'));
    await expect.poll(number, { timeout: 60_000, interval: 250 }).toBe('GRA/5');
    // What breaks is told in the terminal, at the author's own line.
    let log = '';
    developing.stdout!.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const lines = readFileSync(source, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes('const name'));
    lines.splice(at, 0, `    if (after?.['name'] === 'Boom') throw new Error('no such name');`);
    writeFileSync(source, lines.join('\n'));
    const refused = async (): Promise<number> =>
      (await api.admin.call('POST', '/api/records/club__member', { body: { name: 'Boom' }, undescribed: true })).status;
    await expect.poll(refused, { timeout: 60_000, interval: 250 }).toBe(422);
    await expect.poll(() => log).toContain(`src/number-members.ts:${at + 1}:`);
  } finally {
    developing.kill('SIGINT');
  }
}, 180_000);

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADMIN, testApi, type TestApi } from '../testing/test-api.ts';

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

it('a project that was just begun compiles, is in order, and can be signed and packed', async () => {
  const options = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(project, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    project,
  );
  const found = ts.getPreEmitDiagnostics(ts.createProgram(options.fileNames, options.options));
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
  expect(await strata('check')).toContain('com.example.club 0.1.0');
  expect(await strata('key')).toMatch(/[A-Za-z0-9+/]{43}=/);
  const tarball = (await strata('pack', '--publisher', 'Club Ltd')).split('\n').find((line) => line.endsWith('.tgz'))!;
  const body = readFileSync(tarball);
  const { data } = await api.admin.ok('POST', '/api/plugin-packages', { body });
  expect(data).toMatchObject({ id: 'com.example.club', publisher: { name: 'Club Ltd', trusted: false } });
  expect(await strata('plan')).toContain('+ object club__member');
}, 120_000);

it('its plugin goes into a running workspace, and again at every change', async () => {
  const developing = begin(path.join(repository, 'sdk/src/cli/main.ts'), 'plugin', 'dev', '--folder', project);
  let said = '';
  developing.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    await expect.poll(() => said, { timeout: 60_000 }).toContain('Watching');
    const number = async (): Promise<string> => {
      const body = { name: 'Grace' };
      const made = await api.admin.ok('POST', '/api/records/club__member', { body, undescribed: true });
      return made.data.number as string;
    };
    expect(await number()).toBe('GRA-5');
    const source = path.join(project, 'src/number-members.ts');
    writeFileSync(source, readFileSync(source, 'utf8').replace('-${name.length}', '/${name.length}'));
    await expect.poll(number, { timeout: 60_000, interval: 250 }).toBe('GRA/5');
  } finally {
    developing.kill('SIGINT');
  }
}, 180_000);

import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PluginPackageInfo, PluginPlan } from '../../wire/plugins.ts';
import { connect, type ApiClient } from '../api-client.ts';
import { option, type CommandRun } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import { SCREEN_FOLDER, screenFiles, writeBuild, type BuiltPlugin } from './build-plugin.ts';
import { built, sizeLine } from './built.ts';
import { filesOfFolder } from './package-folder.ts';
import type { PluginTask } from './plugin-task.ts';
import { newPublisherKey, publicKeyOf, signFiles } from './sign-files.ts';
import { tarballOf } from './tarball.ts';

export const buildTask: PluginTask = {
  name: 'build',
  summary: { en: 'make manifest.json and plugin.js', zh: '生成 manifest.json 和 plugin.js' },
  async run(run, folder) {
    const plugin = await built(run, folder);
    await writeBuild(folder, plugin);
    run.terminal.err(`${sizeLine(run, plugin)}\n`);
    return exitCodes.ok;
  },
};

export const keyTask: PluginTask = {
  name: 'key',
  summary: { en: 'make a key to sign with', zh: '生成签名密钥' },
  async run(run) {
    const file = keyFile(run);
    const key = newPublisherKey();
    await mkdir(path.dirname(file), { recursive: true });
    // Whoever has the key can sign in the publisher's name: nobody else may read it, and none is overwritten.
    await writeFile(file, key.private, { mode: 0o600, flag: 'wx' }).catch((error: Error) => {
      throw new CliError(run.say({ en: `No key was made: ${error.message}`, zh: `未生成密钥：${error.message}` }));
    });
    run.terminal.err(
      run.say({
        en: `The key is in ${file}. Keep it secret. Tell this public key to those who are to trust you:\n`,
        zh: `密钥已写入 ${file}，请妥善保管。请将以下公钥告知需要信任您的人：\n`,
      }),
    );
    run.terminal.out(`${key.public}\n`);
    return exitCodes.ok;
  },
};

export const signTask: PluginTask = {
  name: 'sign',
  summary: { en: 'build, and sign what is in the package', zh: '构建并签名' },
  async run(run, folder) {
    await signed(run, folder);
    return exitCodes.ok;
  },
};

export const packTask: PluginTask = {
  name: 'pack',
  summary: { en: 'build and write the tarball; signed where there is a key', zh: '构建并打包；有密钥时签名' },
  async run(run, folder) {
    run.terminal.out(`${await packed(run, folder, false)}\n`);
    return exitCodes.ok;
  },
};

export const publishTask: PluginTask = {
  name: 'publish',
  summary: { en: 'build, sign, pack, and publish with npm', zh: '构建、签名、打包并通过 npm 发布' },
  async run(run, folder) {
    const file = await packed(run, folder, true);
    // With the author's own npm and its credentials: nobody else needs to hold them.
    const code = await npm(['publish', file, '--ignore-scripts', '--access', 'public'], folder);
    if (code !== 0) throw new CliError(run.say({ en: 'npm did not publish it.', zh: 'npm 发布失败。' }));
    return exitCodes.ok;
  },
};

export const planTask: PluginTask = {
  name: 'plan',
  summary: { en: 'tell what installing it would change in a workspace', zh: '查看安装后会改动工作区的哪些内容' },
  async run(run, folder) {
    const client = await connect(run);
    const plugin = await built(run, folder);
    const digest = await upload(client, await tarball(run, folder, plugin));
    const { data: plan } = await client.post<{ data: PluginPlan }>('/api/plugins/plan', { source: { digest } });
    tellPlan(run, plan);
    return plan.stops.length + plan.problems.length > 0 ? exitCodes.incomplete : exitCodes.ok;
  },
};

/** Sends a package to the server, which answers with its digest. */
export async function upload(client: ApiClient, packed: Buffer): Promise<string> {
  const answer = await client.upload<{ data: PluginPackageInfo }>('/api/plugin-packages', packed);
  return answer.data.digest;
}

/** The tarball of what was just built, without writing anything. */
export async function tarball(run: CommandRun, folder: string, built: BuiltPlugin): Promise<Buffer> {
  const { data, code, map, manifest } = built;
  const files = await filesOfFolder(folder);
  files.delete('signature.json');
  files.set('manifest.json', Buffer.from(data));
  files.delete('plugin.js');
  files.delete('plugin.js.map');
  if (code !== '') files.set('plugin.js', Buffer.from(code)).set('plugin.js.map', Buffer.from(map));
  for (const path of files.keys()) if (path.startsWith(`${SCREEN_FOLDER}/`)) files.delete(path);
  for (const [path, text] of screenFiles(built)) files.set(path, Buffer.from(text));
  const key = await readKey(run);
  if (key !== null) files.set('signature.json', signFiles(files, manifest, { key, publisher: publisherOf(run) }));
  return tarballOf(files);
}

function tellPlan({ terminal, say }: CommandRun, plan: PluginPlan): void {
  const signs = { add: '+', change: '~', rename: '~', restore: '+', archive: '-', remove: '-' };
  for (const { action, kind, key } of plan.diff) terminal.out(`${signs[action]} ${kind} ${key}\n`);
  for (const { object, rows, added } of plan.tables)
    terminal.out(`  ${object}: ${added ? say({ en: 'new', zh: '新建' }) : rows}\n`);
  for (const { text, state } of plan.package.capabilities)
    terminal.out(`? ${say(text)}${state === 'new' ? ` (${say({ en: 'new', zh: '新增' })})` : ''}\n`);
  for (const { key, path: place, layer } of plan.conflicts) terminal.out(`! ${key} ${place} (${say(layer)})\n`);
  for (const { message } of [...plan.stops, ...plan.problems]) terminal.err(`${message}\n`);
}

async function packed(run: CommandRun, folder: string, mustSign: boolean): Promise<string> {
  const plugin = await built(run, folder);
  await writeBuild(folder, plugin);
  if (mustSign && (await readKey(run)) === null) throw new CliError(run.say(NO_KEY), exitCodes.usage);
  const { id, version } = plugin.manifest;
  // As npm names it: a name with a dash first would be taken for an option.
  const file = path.join(folder, `${id.replace(/^@/, '').replaceAll(/[^\w.-]+/g, '-')}-${version}.tgz`);
  await writeFile(file, await tarball(run, folder, plugin));
  return file;
}

async function signed(run: CommandRun, folder: string): Promise<void> {
  const key = await readKey(run);
  if (key === null) throw new CliError(run.say(NO_KEY), exitCodes.usage);
  const plugin = await built(run, folder);
  await writeBuild(folder, plugin);
  const files = await filesOfFolder(folder);
  const signature = signFiles(files, plugin.manifest, { key, publisher: publisherOf(run) });
  await writeFile(path.join(folder, 'signature.json'), signature);
  run.terminal.err(`${sizeLine(run, plugin)} · ${publicKeyOf(key)}\n`);
}

const NO_KEY = {
  en: 'There is no key to sign with. Make one by: strata plugin key',
  zh: '没有签名密钥。请先运行：strata plugin key',
};

function keyFile(run: CommandRun): string {
  const home = run.env['HOME'] ?? run.env['USERPROFILE'] ?? '.';
  return option(run, 'key') ?? run.env['STRATA_PLUGIN_KEY'] ?? path.join(home, '.strata', 'publisher.pem');
}

function readKey(run: CommandRun): Promise<string | null> {
  return readFile(keyFile(run), 'utf8').catch(() => null);
}

function publisherOf(run: CommandRun): string {
  return option(run, 'publisher') ?? run.env['STRATA_PUBLISHER'] ?? run.env['USER'] ?? 'unknown';
}

function npm(args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', args, { cwd, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { PluginManifest } from '../../plugin.ts';
import type { CommandRun } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import { built, sizeLine } from './built.ts';
import type { PluginTask } from './plugin-task.ts';
import { serverFolder } from './server-program.ts';
import { countWorkflowTests } from './workflow-tests.ts';

export const checkTask: PluginTask = {
  name: 'check',
  summary: { en: 'tell what a workspace would refuse, and write nothing', zh: '检查会被工作区拒绝的问题，不写入文件' },
  async run(run, folder) {
    const plugin = await built(run, folder);
    const server = serverFolder(run, folder);
    if (server === null) {
      run.terminal.err(
        run.say({
          en: 'There is no Strata here (say where its main.ts is by STRATA_SERVER), so nobody looked at expressions, references and workflows; `strata plugin plan` does in a workspace.\n',
          zh: '此处没有 Strata 服务器（可用 STRATA_SERVER 指定 main.ts 的位置），未检查表达式、引用和工作流；可用 strata plugin plan 在工作区中检查。\n',
        }),
      );
    } else await checkDocuments(run, folder, server, plugin.manifest);
    const tests = countWorkflowTests(plugin.manifest);
    // They ask the tables, the rules and the rights of a workspace; nothing here has any.
    if (tests > 0)
      run.terminal.err(
        run.say({
          en: `Tests of workflows: ${tests}, not run here; \`strata plugin test\` runs them, and so does whoever installs it.\n`,
          zh: `工作流测试：${tests} 个，此处不运行；strata plugin test 和安装时会运行。\n`,
        }),
      );
    run.terminal.err(`${sizeLine(run, plugin)}\n`);
    return exitCodes.ok;
  },
};

/** As a workspace would see the documents that has nothing but the base pack and what the plugin depends on. */
async function checkDocuments(
  run: CommandRun,
  folder: string,
  server: string,
  manifest: PluginManifest,
): Promise<void> {
  const manifests = [...(await dependenciesOf(folder, manifest)), manifest];
  const child = spawn(process.execPath, [path.join(server, 'check-plugin.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify({ manifests, locale: run.locale }));
  const said = await text(child.stdout);
  if (said === '') throw new CliError(run.say({ en: 'The check broke.', zh: '检查程序出错。' }));
  const problems = JSON.parse(said) as { path: string; message: string }[];
  if (problems.length === 0) return;
  const lines = problems.map(({ path: place, message }) => `\n  ${place}: ${message}`).join('');
  const count = problems.length;
  throw new CliError(
    run.say({ en: `${count} ${count === 1 ? 'problem' : 'problems'}${lines}`, zh: `${count} 个问题${lines}` }),
  );
}

/** Plugins it depends on, as the project has them installed from the registry to be developed with. */
async function dependenciesOf(folder: string, { dependencies = {} }: PluginManifest): Promise<PluginManifest[]> {
  const wanted = new Set(Object.keys(dependencies));
  if (wanted.size === 0) return [];
  const found = (await Promise.all((await packagesIn(path.join(folder, 'node_modules'))).map(manifestIn))).filter(
    (each) => each !== null && wanted.has(each.id),
  ) as PluginManifest[];
  const further = await Promise.all(found.map((each) => dependenciesOf(folder, each)));
  const all = [...further.flat(), ...found];
  return all.filter(({ id }, at) => all.findIndex((each) => each.id === id) === at);
}

async function packagesIn(modules: string): Promise<string[]> {
  const names = await readdir(modules).catch(() => []);
  const scoped = await Promise.all(
    names
      .filter((name) => name.startsWith('@'))
      .map(async (scope) =>
        (await readdir(path.join(modules, scope)).catch(() => [])).map((name) => `${scope}/${name}`),
      ),
  );
  return [...names.filter((name) => !name.startsWith('@')), ...scoped.flat()].map((name) => path.join(modules, name));
}

/** null: the package is no plugin. */
async function manifestIn(folder: string): Promise<PluginManifest | null> {
  try {
    const { keywords = [] } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
      keywords?: string[];
    };
    if (!keywords.includes('strata-plugin')) return null;
    return JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as PluginManifest;
  } catch {
    return null;
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { PluginPlan } from '../../wire/plugins.ts';
import { connectTo } from '../api-client.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import type { CommandRun } from '../command.ts';
import type { BuiltPlugin } from './build-plugin.ts';
import { built } from './built.ts';
import { tarball, upload } from './package-tasks.ts';
import type { PluginTask } from './plugin-task.ts';
import { serverFolder } from './server-program.ts';
import { ADMIN, throwAwayWorkspace } from './throw-away-workspace.ts';
import { countWorkflowTests, runWorkflowTests } from './workflow-tests.ts';

export const testTask: PluginTask = {
  name: 'test',
  summary: {
    en: 'run the tests of the project and of its workflows, the plugin installed in a workspace of their own',
    zh: '在临时工作区中安装插件，并运行项目和工作流的测试',
  },
  async run(run, folder) {
    const files = await testFiles(folder);
    const server = serverFolder(run, folder);
    if (server === null) throw new CliError(run.say(NO_SERVER));
    // One does not wait for the other.
    const starting = throwAwayWorkspace(run, server);
    const plugin = await tested(run, folder, files).catch(async (error: unknown) => {
      await starting.then((begun) => begun.stop()).catch(() => {});
      throw error;
    });
    const workspace = await starting;
    try {
      const client = await connectTo(run, workspace.url, ADMIN);
      const digest = await upload(client, await tarball(run, folder, plugin));
      const { data: plan } = await client.post<{ data: PluginPlan }>('/api/plugins/plan', { source: { digest } });
      const wrong = [...plan.stops, ...plan.problems].map(({ message }) => message);
      if (wrong.length > 0) throw new CliError(wrong.join('\n  '));
      const grants = plan.package.capabilities.map(({ key }) => key);
      await client.post('/api/plugins/install', { source: { digest }, grants });
      const passed = await runWorkflowTests(run, client, plugin.manifest);
      if (files.length === 0) return passed ? exitCodes.ok : exitCodes.failed;
      const environment = {
        ...process.env,
        STRATA_URL: workspace.url,
        STRATA_EMAIL: ADMIN.email,
        STRATA_PASSWORD: ADMIN.password,
      };
      const code = await ended(
        spawn(process.execPath, ['--test', ...files], { cwd: folder, stdio: 'inherit', env: environment }),
      );
      return code === 0 && passed ? exitCodes.ok : exitCodes.failed;
    } finally {
      await workspace.stop();
    }
  },
};

/** What is to be tested, if there is any test. */
async function tested(run: CommandRun, folder: string, files: readonly string[]): Promise<BuiltPlugin> {
  const plugin = await built(run, folder);
  if (files.length === 0 && countWorkflowTests(plugin.manifest) === 0)
    throw new CliError(
      run.say({
        en: 'There is no test/*.test.ts, and no workflow with tests.',
        zh: '没有 test/*.test.ts，也没有带测试的工作流。',
      }),
    );
  return plugin;
}

const NO_SERVER = {
  en: 'There is no Strata server to test with. Say where its main.ts is by STRATA_SERVER.',
  zh: '找不到用于测试的 Strata 服务器。请用 STRATA_SERVER 指定其 main.ts。',
};

async function testFiles(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, 'test')).catch(() => []);
  return names.filter((name) => /\.test\.[cm]?[jt]s$/.test(name)).map((name) => path.join('test', name));
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginPlan } from '../../wire/plugins.ts';
import { connectTo } from '../api-client.ts';
import type { CommandRun } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import { built } from './built.ts';
import { tarball, upload } from './package-tasks.ts';
import type { PluginTask } from './plugin-task.ts';

const ADMIN = { email: 'admin@example.com', password: 'throw-away' };

export const testTask: PluginTask = {
  name: 'test',
  summary: {
    en: "run the project's tests, the plugin installed in a workspace of their own",
    zh: '在临时工作区中安装插件并运行项目的测试',
  },
  async run(run, folder) {
    const plugin = await built(run, folder);
    const files = await testFiles(folder);
    if (files.length === 0)
      throw new CliError(run.say({ en: 'There is no test/*.test.ts.', zh: '没有 test/*.test.ts。' }));
    const workspace = await startWorkspace(run, folder);
    try {
      const client = await connectTo(run, workspace.url, ADMIN);
      const digest = await upload(client, await tarball(run, folder, plugin));
      const { data: plan } = await client.post<{ data: PluginPlan }>('/api/plugins/plan', { source: { digest } });
      const wrong = [...plan.stops, ...plan.problems].map(({ message }) => message);
      if (wrong.length > 0) throw new CliError(wrong.join('\n  '));
      const grants = plan.package.capabilities.map(({ key }) => key);
      await client.post('/api/plugins/install', { source: { digest }, grants });
      const environment = {
        ...process.env,
        STRATA_URL: workspace.url,
        STRATA_EMAIL: ADMIN.email,
        STRATA_PASSWORD: ADMIN.password,
      };
      const code = await ended(
        spawn(process.execPath, ['--test', ...files], { cwd: folder, stdio: 'inherit', env: environment }),
      );
      return code === 0 ? exitCodes.ok : exitCodes.failed;
    } finally {
      await workspace.stop();
    }
  },
};

async function testFiles(folder: string): Promise<string[]> {
  const names = await readdir(path.join(folder, 'test')).catch(() => []);
  return names.filter((name) => /\.test\.[cm]?[jt]s$/.test(name)).map((name) => path.join('test', name));
}

interface ThrowAwayWorkspace {
  url: string;
  stop(): Promise<void>;
}

/** A whole server with a database of its own, gone with the command. */
async function startWorkspace(run: CommandRun, folder: string): Promise<ThrowAwayWorkspace> {
  const data = await mkdtemp(path.join(os.tmpdir(), 'strata-test-'));
  const { DATABASE_URL: _, ...environment } = process.env;
  const server = spawn(process.execPath, [serverProgram(run, folder)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...environment,
      STRATA_DATA_DIR: data,
      PORT: '0',
      STRATA_DEMO: '0',
      STRATA_PLUGIN_DEV: '1',
      STRATA_ADMIN_EMAIL: ADMIN.email,
      STRATA_ADMIN_PASSWORD: ADMIN.password,
      STRATA_RATE_LIMIT: '0',
      STRATA_LOG: 'warn',
    },
  });
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    if (server.exitCode === null) await ended(server);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { url: await readyAt(run, server), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function readyAt(run: CommandRun, server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const found = /ready at (http\S+)/.exec(said);
      if (found?.[1] !== undefined) resolve(found[1]);
    };
    server.stdout?.on('data', hear);
    server.stderr?.on('data', hear);
    server.on('exit', () =>
      reject(new CliError(run.say({ en: `The workspace did not start: ${said}`, zh: `工作区未能启动：${said}` }))),
    );
  });
}

/** The server the project has, or the one beside this command. */
function serverProgram(run: CommandRun, folder: string): string {
  const given = run.env['STRATA_SERVER'];
  const beside = fileURLToPath(new URL('../../../../core/src/main.ts', import.meta.url));
  const found = [given, installed(folder), beside].find((each) => each !== undefined && existsSync(each));
  if (found !== undefined) return found;
  throw new CliError(
    run.say({
      en: 'There is no Strata server to test with. Say where its main.ts is by STRATA_SERVER.',
      zh: '找不到用于测试的 Strata 服务器。请用 STRATA_SERVER 指定其 main.ts。',
    }),
  );
}

function installed(folder: string): string | undefined {
  try {
    const manifest = createRequire(path.join(folder, 'package.json')).resolve('@stratacrm/core/package.json');
    return path.join(path.dirname(manifest), 'src/main.ts');
  } catch {
    return undefined;
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

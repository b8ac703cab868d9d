import { watch } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PluginManifest } from '../../plugin.ts';
import { capabilityKey } from '../../plugin/capability-text.ts';
import type { PluginPlan } from '../../wire/plugins.ts';
import { connect, type ApiClient } from '../api-client.ts';
import type { CommandRun } from '../command.ts';
import { CliError, exitCodes } from '../exit-code.ts';
import { built } from './built.ts';
import { LogTail } from './log-tail.ts';
import { tarball, upload } from './package-tasks.ts';
import type { PluginTask } from './plugin-task.ts';
import { Sources } from './source-map.ts';

/** Editors write a file in several steps. */
const GATHER_MS = 50;
const LOG_MS = 500;

export const devTask: PluginTask = {
  name: 'dev',
  summary: {
    en: 'build at every change and put it into a running workspace, its log here',
    zh: '每次修改后自动构建并装入运行中的工作区，日志显示在此',
  },
  async run(run, folder) {
    const client = await connect(run);
    const reloading = new Reloading(run, client, folder);
    if (run.options['once'] === true) {
      await reloading.once();
      return exitCodes.ok;
    }
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    const tail = new LogTail(client, run.terminal, reloading.sources);
    await Promise.all([
      reloading.follow(stop.signal),
      (async () => {
        while (!stop.signal.aborted) {
          if (reloading.plugin !== '') await tail.show(reloading.plugin);
          await sleep(LOG_MS, undefined, { signal: stop.signal }).catch(() => {});
        }
      })(),
    ]);
    return exitCodes.ok;
  },
};

class Reloading {
  plugin = '';
  readonly sources = new Sources();
  #run: CommandRun;
  #client: ApiClient;
  #folder: string;
  /** What went in last. */
  #digest = '';

  constructor(run: CommandRun, client: ApiClient, folder: string) {
    this.#run = run;
    this.#client = client;
    this.#folder = folder;
  }

  /** Builds, and installs or upgrades to what was built, granting all it asks: whoever develops it knows what that is. */
  async once(): Promise<void> {
    const { terminal, say } = this.#run;
    const began = performance.now();
    const plugin = await built(this.#run, this.#folder);
    this.plugin = plugin.manifest.id;
    this.sources.use(plugin.map);
    const packed = await tarball(this.#run, this.#folder, plugin);
    const digest = await upload(this.#client, packed);
    if (digest === this.#digest) return;
    await this.#install(digest, plugin.manifest);
    this.#digest = digest;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    terminal.err(
      say({
        en: `${this.plugin} ${plugin.manifest.version} is in (${seconds} s)\n`,
        zh: `${this.plugin} ${plugin.manifest.version} 已装入（${seconds} 秒）\n`,
      }),
    );
  }

  /** Until the signal: a build that fails, the first one too, is told, and the one before stays in force. */
  async follow(signal: AbortSignal): Promise<void> {
    const { terminal, say } = this.#run;
    let changed = Promise.withResolvers<void>();
    const watcher = watch(this.#folder, { recursive: true, signal }, (_event, name) => {
      if (name !== null && isSource(name)) changed.resolve();
    });
    watcher.on('error', () => {});
    const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await this.#attempt();
    terminal.err(say({ en: 'Watching; Ctrl-C ends.\n', zh: '正在监视修改，Ctrl-C 结束。\n' }));
    while (!signal.aborted) {
      await Promise.race([changed.promise, ended]);
      if (signal.aborted) return;
      await sleep(GATHER_MS);
      changed = Promise.withResolvers<void>();
      await this.#attempt();
    }
  }

  async #attempt(): Promise<void> {
    await this.once().catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error;
      this.#run.terminal.err(`${error.message}\n`);
    });
  }

  /** At once: what it would change is worked out only where it is refused, to tell all that is wrong. */
  async #install(digest: string, { capabilities = [], demo }: PluginManifest): Promise<void> {
    const source = { digest };
    const grants = capabilities.map(capabilityKey);
    const refused = await this.#client
      .post('/api/plugins/install', { source, grants, ...(demo && { demo: true }) })
      .then(() => null)
      .catch((error: unknown) => error);
    if (refused === null) return;
    if (!(refused instanceof CliError)) throw refused;
    const { data: plan } = await this.#client.post<{ data: PluginPlan }>('/api/plugins/plan', { source });
    // It was there already, as it is now.
    if (plan.stops.some(({ code }) => code === 'plugin_installed_already')) return;
    const wrong = [...plan.stops, ...plan.problems].map(({ message }) => message);
    throw wrong.length > 0 ? new CliError(wrong.join('\n  ')) : refused;
  }
}

/** What a build or an editor writes is no change of the plugin. */
function isSource(name: string): boolean {
  const [first = ''] = name.split(path.sep);
  return (
    !/^(node_modules|\.git|ui|manifest\.json|plugin\.js(\.map)?|signature\.json)$/.test(first) &&
    !/(~|\.swp|\.tgz)$/.test(name)
  );
}

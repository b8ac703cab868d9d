import { MinuteQuota } from '../sandbox/minute-quota.ts';
import { Supervisor } from '../sandbox/supervisor.ts';
import { Breaker } from './breaker.ts';
import type { PluginWriteHooks } from './before-hooks.ts';
import { scheduleConnectors } from '../connectors/connector-clock.ts';
import { scheduleCronJobs } from './cron-jobs.ts';
import { InstalledPlugins, type ReadPlugins } from './installed-plugins.ts';
import { PluginNotes } from './plugin-notes.ts';
import type { PluginRuntime } from './plugin-runtime.ts';

export interface PluginRuntimeOptions extends Pick<
  PluginRuntime,
  'database' | 'model' | 'log' | 'secrets' | 'files' | 'outbound' | 'definitions' | 'committed' | 'switchOff'
> {
  read: ReadPlugins;
  hooks: PluginWriteHooks;
  /** Where changes of plugins without a release are told. */
  channel?: string;
}

/** What runs plugins, with those that are installed now. Its process is begun only when there is code to run. */
export async function openPluginRuntime(
  options: PluginRuntimeOptions,
): Promise<PluginRuntime & { close(): Promise<void> }> {
  const { read, hooks, channel, ...parts } = options;
  const { database, log } = parts;
  const plugins = new InstalledPlugins(database, read);
  const sandbox = new Supervisor({
    log,
    trip: (plugin, { code, params }) => {
      parts.switchOff(plugin, { code, params }).catch((error: unknown) => {
        log.error('A plugin that had to be stopped by force could not be switched off', { plugin, error });
      });
    },
  });
  const runtime: PluginRuntime = {
    ...parts,
    sandbox,
    plugins,
    notes: new PluginNotes(database, log),
    breaker: new Breaker(),
    screenQuota: new MinuteQuota(),
  };
  plugins.onChange((before, now) => {
    for (const [id, { sandboxed }] of before.byId) {
      const next = now.byId.get(id);
      // What is under way when another version comes ends by the one it began with; what was switched off ends now.
      if (next?.sandboxed.key !== sandboxed.key) sandbox.forget(id, next === undefined);
    }
    if ([...now.byId.values()].some(({ bundle }) => bundle !== '')) sandbox.warm();
    scheduleCronJobs(runtime).catch((error: unknown) =>
      log.warn('The jobs of plugins that run at times could not be put on the list', { error }),
    );
    scheduleConnectors(runtime).catch((error: unknown) =>
      log.warn('What connectors are to do could not be put on the list', { error }),
    );
  });
  const refresh = (): void =>
    void plugins
      .refresh()
      .catch((error: unknown) => log.warn('The plugins could not be read; the former stay', { error }));
  const stop = channel === undefined ? undefined : await database.listen(channel, refresh, { onSubscribed: refresh });
  await plugins.refresh();
  hooks.connect(runtime);
  return {
    ...runtime,
    async close() {
      await stop?.();
      await sandbox.close();
      await runtime.notes.flush();
    },
  };
}

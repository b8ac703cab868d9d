import type { Database } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import type { Model } from '../../model/model.ts';
import { PLUGINS_CHANNEL, readInstalled, type InstalledPlugin } from './installed-plugins.ts';

/** The plugins of the workspace as this process knows them; every process hears of a change within a second. */
export interface PluginStore {
  /** All, in the order of their ids. */
  all(): readonly InstalledPlugin[];
  /** Those whose code may run. */
  active(): readonly InstalledPlugin[];
  find(id: string): InstalledPlugin | undefined;
  /** Called after every change. Answers with the way to stop. */
  onChange(callback: () => void): () => void;
  /** Reads them again, now. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

export async function openPluginStore(database: Database, model: Model, log: Log): Promise<PluginStore> {
  let known: readonly InstalledPlugin[] = await readInstalled(database);
  let reading: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  const read = async (): Promise<void> => {
    known = await readInstalled(database);
    for (const callback of listeners) callback();
  };
  // One after the other, so that an older answer never comes last.
  const refresh = (): Promise<void> => (reading = reading.catch(() => {}).then(read));
  const hear = (): void =>
    void refresh().catch((error: unknown) =>
      log.warn('The plugins could not be read; the former list stays', { error }),
    );
  const stop = await database.listen(PLUGINS_CHANNEL, hear, { onSubscribed: hear });
  const stopReleases = model.onRelease(hear);
  return {
    all: () => known,
    active: () => known.filter(({ enabled, bundle }) => enabled && bundle !== ''),
    find: (id) => known.find((plugin) => plugin.id === id),
    onChange(callback) {
      listeners.add(callback);
      return () => listeners.delete(callback);
    },
    refresh,
    async close() {
      stopReleases();
      await stop();
      await reading.catch(() => {});
    },
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { StrataError, type Capability } from '@stratacrm/sdk';
import { SYSTEM_ACTOR } from '../../access/system-actor.ts';
import type { Database } from '../../kernel/database.ts';
import type { Author, Model, PreparedLayers } from '../../model/model.ts';
import { readLayers } from '../../model/store/layer-store.ts';
import { putInstalled, type InstalledPlugin } from './installed-plugins.ts';
import { storedPackage } from './package-store.ts';
import { layerContentOf } from './plugin-layer.ts';
import type { SettleWish } from './settle-job.ts';
import { noteTrouble } from './trouble.ts';

const author: Author = { actor: SYSTEM_ACTOR };

/**
 * A migration failed and changed nothing: the version before is made live again, whose data is as it was. Where something
 * that was published meanwhile needs the new version, that stays, and the page tells both.
 */
export async function goBack(
  { database, model }: { database: Database; model: Model },
  plugin: InstalledPlugin,
  reason: StrataError,
  upgrade: SettleWish['upgrade'],
): Promise<void> {
  if (upgrade !== undefined) {
    const back = (): Promise<void> => restore(database, model, plugin, upgrade);
    await patiently(back).catch((error: unknown) => {
      if (!(error instanceof StrataError)) throw error;
    });
  }
  await noteTrouble(database, plugin, 'upgrade', reason);
}

/** What the upgrade itself still has to finish is waited for, and so is what somebody else publishes. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let left = PATIENCE_S; ; left--) {
    try {
      return await work();
    } catch (error) {
      const isBusy = error instanceof StrataError && error.code === 'publish_in_progress';
      if (!isBusy || left <= 0) throw error;
      await sleep(1_000);
    }
  }
}

const PATIENCE_S = 300;

async function restore(
  database: Database,
  model: Model,
  plugin: InstalledPlugin,
  { release, before }: NonNullable<SettleWish['upgrade']>,
): Promise<void> {
  const live = await model.refresh();
  // Nothing was published since: what the upgrade took of the workspace's own comes back too.
  if (live.release === release) await model.rollback(author, before);
  else await model.publishLayers(author, 'plugin_upgraded', () => former(database, plugin, before));
}

async function former(database: Database, plugin: InstalledPlugin, before: number): Promise<PreparedLayers> {
  const { rows } = await database.query<{ digest: string; granted: Capability[] }>(
    'select digest, granted from core.release_plugin where release = $1 and id = $2',
    [before, plugin.id],
  );
  const [was] = rows;
  if (was === undefined) throw new StrataError('plugin_not_found', { name: plugin.id });
  const { manifest } = await storedPackage(database, was.digest);
  const content = layerContentOf(manifest, was.digest, await readLayers(database));
  const { version, label } = manifest;
  return {
    change: { kind: 'release', content: [content] },
    message: `${label.en} ${plugin.version} → ${version}`,
    onSwitch: [(tx) => putInstalled(tx, { ...was, id: plugin.id, layer: plugin.layer, version }, null)],
  };
}

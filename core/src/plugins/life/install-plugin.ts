import {
  capabilityKey,
  isCovered,
  StrataError,
  type Capability,
  type Label,
  type PluginManifest,
  type ReleaseInfo,
} from '@stratacrm/sdk';
import type { PluginWay, PreparedLayers } from '../../model/model.ts';
import { readLayers } from '../../model/store/layer-store.ts';
import { stopsOf, type Surroundings } from './check-package.ts';
import { giveWay, type GivenWay } from './give-way.ts';
import { forgetForOthers, putInstalled, readInstalled, type InstalledPlugin } from './installed-plugins.ts';
import type { StoredPackage } from './package-store.ts';
import { layerContentOf, layerOf } from './plugin-layer.ts';
import type { PluginsContext } from './plugins-context.ts';
import { enqueueSettling } from './settle-job.ts';

/** What was consented to. */
export interface Consent {
  /** Keys of the capabilities that are granted; those granted before need not be repeated. */
  grants: readonly string[];
  /** The release the plan was made from; when another is live now the plan is looked at again. */
  release?: number | undefined;
  /** Local changes that are given up for what the package brings. */
  take?: readonly GivenWay[] | undefined;
  /** Its demonstration data is wanted too. */
  demo?: boolean | undefined;
}

/** Installs the package, or upgrades to it: its layer and all else of it in one release, or nothing. */
export async function installPlugin(ctx: PluginsContext, found: StoredPackage, consent: Consent): Promise<ReleaseInfo> {
  const present = (await readInstalled(ctx.database)).find(({ id }) => id === found.manifest.id);
  const way: PluginWay = present === undefined ? 'plugin_installed' : 'plugin_upgraded';
  return ctx.model.publishLayers(ctx.author, way, () => prepare(ctx, found, consent));
}

async function prepare(ctx: PluginsContext, found: StoredPackage, consent: Consent): Promise<PreparedLayers> {
  const { database, model, author } = ctx;
  const { manifest, digest } = found;
  if (consent.release !== undefined && consent.release !== model.catalog().release)
    throw new StrataError('plugin_plan_outdated');
  const around: Surroundings = { state: await readLayers(database), installed: await readInstalled(database) };
  const [stop] = await stopsOf(ctx, found, around);
  if (stop !== undefined) throw stop;
  const present = around.installed.find(({ id }) => id === manifest.id);
  const before = model.catalog().release;
  const granted = grantedOf(manifest, consent, present);
  const content = layerContentOf(manifest, digest, around.state);
  const plugin = { id: manifest.id, layer: layerOf(manifest), version: manifest.version, digest, granted };
  return {
    change: { kind: 'release', content: [content, ...giveWay(around.state, content, consent.take ?? [])] },
    message: messageOf(manifest, present),
    onSwitch: [
      async (tx, _diff, { release }) => {
        if (present === undefined) await forgetForOthers(tx, manifest.id, found.signature?.key ?? null);
        await putInstalled(tx, plugin, author.actor.userId);
        const upgrade = present === undefined ? undefined : { release, before };
        await enqueueSettling(tx, { id: manifest.id, demo: consent.demo === true, ...(upgrade && { upgrade }) });
      },
    ],
  };
}

function messageOf({ label, version }: PluginManifest, present: InstalledPlugin | undefined): string {
  return present === undefined ? `${label.en} ${version}` : `${label.en} ${present.version} → ${version}`;
}

/** What was granted before stays granted as far as it is still asked for. Throws `plugin_consent`. */
function grantedOf(manifest: PluginManifest, { grants }: Consent, present: InstalledPlugin | undefined): Capability[] {
  const given = new Set(grants);
  const asked = manifest.capabilities ?? [];
  const granted = asked.filter(
    (capability) => given.has(capabilityKey(capability)) || isCovered(capability, present?.granted ?? []),
  );
  const missing = asked.filter((capability) => capability.optional !== true && !granted.includes(capability));
  if (missing.length === 0) return granted;
  const reasons = (locale: keyof Label): string =>
    missing.map(({ reason }) => reason[locale]).join(locale === 'en' ? '; ' : '；');
  throw new StrataError('plugin_consent', { name: manifest.id, missing: { en: reasons('en'), zh: reasons('zh') } });
}

import semver from 'semver';
import { StrataError, type Locale, type PluginManifest } from '@stratacrm/sdk';
import type { LayerState } from '../../model/store/layer-store.ts';
import { BASE_LAYER } from '../../model/store/layer-store.ts';
import type { InstalledPlugin } from './installed-plugins.ts';
import type { StoredPackage } from './package-store.ts';
import { layerOf } from './plugin-layer.ts';
import type { PluginsContext } from './plugins-context.ts';
import { publisherOf } from './publishers.ts';
import { STRATA_VERSION } from './strata-version.ts';

/** What a package is held against. */
export interface Surroundings {
  state: LayerState;
  installed: readonly InstalledPlugin[];
}

/** The way a package goes, seen from what is installed of it. */
export function wayOf(
  { version }: PluginManifest,
  present: InstalledPlugin | undefined,
): 'install' | 'upgrade' | 'downgrade' {
  if (present === undefined) return 'install';
  return semver.lt(version, present.version) ? 'downgrade' : 'upgrade';
}

/** Everything that keeps the package from being installed here; none of it can be consented to. */
export async function stopsOf(
  ctx: PluginsContext,
  found: StoredPackage,
  { state, installed }: Surroundings,
): Promise<StrataError[]> {
  const present = installed.find(({ id }) => id === found.manifest.id);
  return [
    ...(await trustStops(ctx, found, present)),
    ...engineStops(found.manifest),
    ...prefixStops(found.manifest, state),
    ...dependencyStops(found.manifest, state, installed),
    ...versionStops(found, present, installed),
  ];
}

async function trustStops(
  { database, development }: PluginsContext,
  { manifest, signature }: StoredPackage,
  present: InstalledPlugin | undefined,
): Promise<StrataError[]> {
  if (development) return [];
  const name = manifest.id;
  const publisher = await publisherOf(database, signature);
  if (publisher === null) return [new StrataError('plugin_unsigned', { name })];
  // Another trusted publisher is still not the one whose plugin this is.
  if (present?.signature != null && present.signature.key !== publisher.key)
    return [new StrataError('plugin_other_publisher', { name })];
  const { trusted, key } = publisher;
  return trusted ? [] : [new StrataError('plugin_untrusted', { name, publisher: publisher.name, key })];
}

function engineStops({ id, engine }: PluginManifest): StrataError[] {
  if (engine === undefined || semver.satisfies(STRATA_VERSION, engine, { includePrerelease: true })) return [];
  return [new StrataError('plugin_engine', { name: id, range: engine, version: STRATA_VERSION })];
}

function prefixStops(manifest: PluginManifest, { layers }: LayerState): StrataError[] {
  const holder = layers.find(({ name }) => name === layerOf(manifest));
  if (holder === undefined || holder.plugin === manifest.id) return [];
  const other = holder.plugin ?? holder.name;
  return [new StrataError('plugin_prefix_taken', { prefix: manifest.prefix, other })];
}

function dependencyStops(
  { id, dependencies = {} }: PluginManifest,
  { layers }: LayerState,
  installed: readonly InstalledPlugin[],
): StrataError[] {
  const base = layers.find(({ name }) => name === BASE_LAYER);
  const versions = new Map(installed.map((plugin) => [plugin.id, plugin.version]));
  if (base?.plugin != null && base.version !== null) versions.set(base.plugin, base.version);
  return Object.entries(dependencies).flatMap(([dependency, range]) => {
    const version = versions.get(dependency);
    if (version !== undefined && semver.satisfies(version, range)) return [];
    const found = version ?? { en: 'none', zh: '未安装' };
    return [new StrataError('plugin_dependency', { name: id, dependency, range, found })];
  });
}

function versionStops(
  { manifest, digest }: StoredPackage,
  present: InstalledPlugin | undefined,
  installed: readonly InstalledPlugin[],
): StrataError[] {
  const { id: name, version } = manifest;
  if (present === undefined) return [];
  if (present.digest === digest) return [new StrataError('plugin_installed_already', { name, version })];
  const stops: StrataError[] = [];
  if (wayOf(manifest, present) === 'downgrade') stops.push(...downgradeStops(present, version));
  for (const other of installed) {
    const range = other.manifest.dependencies?.[name];
    if (range !== undefined && !semver.satisfies(version, range))
      stops.push(new StrataError('plugin_needed', { name, others: other.id, range }));
  }
  return stops;
}

/**
 * The later version says how far back its data is understood. Where it says nothing, one may go back as far as no data was
 * carried over since.
 */
function downgradeStops({ manifest, version: from }: InstalledPlugin, to: string): StrataError[] {
  const { downgrade, migrations = [] } = manifest;
  if (downgrade !== undefined && semver.satisfies(to, downgrade)) return [];
  const since = migrations
    .filter(({ version }) => semver.gt(version, to) && semver.lte(version, from))
    .toSorted((a, b) => semver.compare(a.version, b.version));
  if (since.length > 0) {
    const told = { en: migrationsIn('en', since), zh: migrationsIn('zh', since) };
    return [new StrataError('plugin_downgrade_migrations', { from, to, migrations: told })];
  }
  return downgrade === undefined ? [] : [new StrataError('plugin_downgrade', { from, to })];
}

/** What each of them did, and what an older version would get wrong. */
function migrationsIn(locale: Locale, migrations: NonNullable<PluginManifest['migrations']>): string {
  const [open, close, between] = locale === 'zh' ? ['（', '）', '；'] : [' (', ')', '; '];
  return migrations
    .map(({ version, label, way_back: back }) => {
      const reason = back === undefined ? '' : `${open}${back[locale]}${close}`;
      return `${version} “${label[locale]}”${reason}`;
    })
    .join(between);
}

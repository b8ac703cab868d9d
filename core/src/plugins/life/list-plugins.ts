import {
  describeError,
  type ErrorCode,
  type ErrorParameters,
  type InstalledPluginInfo,
  type Label,
} from '@stratacrm/sdk';
import type { Catalog } from '../../model/catalog.ts';
import { askedOf } from './describe-package.ts';
import { readInstalled, type InstalledPlugin } from './installed-plugins.ts';
import type { PluginsContext } from './plugins-context.ts';
import { publisherOf } from './publishers.ts';
import { troubleShown } from './trouble.ts';

/** The plugins of the workspace; the base pack is no plugin one decides about. */
export async function listPlugins(ctx: PluginsContext): Promise<InstalledPluginInfo[]> {
  const catalog = ctx.model.catalog();
  const plugins = await readInstalled(ctx.database);
  return Promise.all(plugins.map((plugin) => describeInstalled(ctx, plugin, catalog)));
}

export async function describeInstalled(
  { database }: Pick<PluginsContext, 'database'>,
  plugin: InstalledPlugin,
  catalog: Catalog,
): Promise<InstalledPluginInfo> {
  const { manifest } = plugin;
  const documents: InstalledPluginInfo['documents'] = {};
  for (const { kind } of manifest.documents) documents[kind] = (documents[kind] ?? 0) + 1;
  return {
    id: plugin.id,
    package: plugin.package,
    version: plugin.version,
    digest: plugin.digest,
    prefix: manifest.prefix,
    label: manifest.label,
    description: manifest.description,
    enabled: plugin.enabled,
    disabled_for: reasonOf(plugin),
    publisher: await publisherOf(database, plugin.signature),
    installed_at: plugin.installed_at,
    documents,
    connectors: (manifest.connectors ?? []).length,
    granted: plugin.granted.map((capability) => askedOf(capability, catalog, plugin.granted)),
    settling: plugin.migrated !== plugin.version && plugin.trouble === null,
    size: plugin.size,
    demo: manifest.demo === undefined ? 'none' : plugin.demo ? 'loaded' : 'offered',
    trouble: troubleShown(plugin.trouble),
  };
}

function reasonOf({ disabled_for: reason }: InstalledPlugin): Label | null {
  if (reason === null) return null;
  const text = (locale: 'en' | 'zh'): string =>
    describeError(locale, reason.code as ErrorCode, reason.params as ErrorParameters);
  return { en: text('en'), zh: text('zh') };
}

import { StrataError, type PluginSource } from '@stratacrm/sdk';
import { readPackage } from '../package/plugin-package.ts';
import { readFolder } from '../package/read-folder.ts';
import { readTarball } from '../package/read-tarball.ts';
import { storePackage, storedPackage, type StoredPackage } from './package-store.ts';
import type { PluginsContext } from './plugins-context.ts';

/** The package a source leads to, read, checked and kept. */
export async function getPackage(ctx: PluginsContext, source: PluginSource): Promise<StoredPackage> {
  if ('digest' in source) return storedPackage(ctx.database, source.digest);
  if ('folder' in source) {
    if (!ctx.development) throw new StrataError('plugin_development_only');
    return storePackage(ctx.database, readPackage(await readFolder(source.folder)));
  }
  if (ctx.registry === null) throw new StrataError('plugin_registry_off');
  const tarball = await ctx.registry.download(source.package, source.version ?? 'latest');
  return takeTarball(ctx, tarball, source.package);
}

/** Keeps a package that was uploaded, or fetched under a name. */
export async function takeTarball(ctx: PluginsContext, tarball: Buffer, name?: string): Promise<StoredPackage> {
  const found = readPackage(await readTarball(tarball));
  // A registry might hand out another package under this name; its own package.json says which it is.
  if (name !== undefined && found.name !== name) throw new StrataError('plugin_not_found', { name });
  return storePackage(ctx.database, found);
}

import { BUNDLE_GLOBAL, handlerKeysOf, type Plugin } from '@stratacrm/sdk';
import { signFiles, tarballOf, type Signer } from '@stratacrm/sdk/packing';

/** How a test wants its package. */
export interface Packing {
  /** Absent: unsigned. */
  signer?: Signer;
  /** Its code; absent: handlers that do nothing. */
  code?: string;
  /** Name on the registry; absent: made from the id. */
  name?: string;
  /** Beside or instead of what a package has. */
  files?: Record<string, string | Buffer>;
  packageJson?: Record<string, unknown>;
}

/** The files of a package of this plugin. */
export function packageFiles(plugin: Plugin, packing: Packing = {}): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const packageJson = {
    name: packing.name ?? packageName(plugin.id),
    version: plugin.version,
    description: plugin.description.en,
    keywords: ['strata-plugin'],
    strata: { id: plugin.id },
    ...packing.packageJson,
  };
  files.set('package.json', Buffer.from(JSON.stringify(packageJson)));
  files.set('manifest.json', Buffer.from(JSON.stringify(plugin)));
  if (handlerKeysOf(plugin).length > 0 || packing.code !== undefined)
    files.set('plugin.js', Buffer.from(packing.code ?? idleCode(plugin)));
  for (const { name } of plugin.screens ?? []) files.set(`ui/${name}.js`, Buffer.from(';'));
  for (const [path, content] of Object.entries(packing.files ?? {})) files.set(path, Buffer.from(content));
  if (packing.signer !== undefined) files.set('signature.json', signFiles(files, plugin, packing.signer));
  return files;
}

/** The tarball of such a package. */
export function packedPlugin(plugin: Plugin, packing: Packing = {}): Buffer {
  return tarballOf(packageFiles(plugin, packing));
}

/** What a plugin is called on the registry. */
export function packageName(id: string): string {
  return id.startsWith('@') ? id : id.replaceAll('.', '-');
}

function idleCode(plugin: Plugin): string {
  const handlers = handlerKeysOf(plugin).map((key) => `${JSON.stringify(key)}: () => null`);
  return `var ${BUNDLE_GLOBAL} = { handlers: { ${handlers.join(', ')} } };`;
}

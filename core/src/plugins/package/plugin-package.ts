import { handlerKeysOf, type PluginManifest } from '@stratacrm/sdk';
import { z } from 'zod';
import { parseManifest } from './manifest-shape.ts';
import { digestOfFiles, refusedPackage, type PackageFiles } from './package-files.ts';
import { checkScreens } from './screen-files.ts';
import { verifySignature, type PackageSignature } from './signature.ts';

/** A plugin package that was read and found to be in order; whether to trust it is another question. */
export interface PluginPackage {
  digest: string;
  /** Its name on the registry. */
  name: string;
  manifest: PluginManifest;
  /** Its code, a classic script; empty where it has none. */
  bundle: string;
  signature: PackageSignature | null;
  /** Bytes of all files. */
  size: number;
  /** What is shown of it: readme, change log, screenshots, screens of its own. */
  shown: PackageFiles;
}

/** Of this size a bundle is still loaded within the time a first call may take. */
const BUNDLE_LIMIT = 1024 * 1024;
const SHOWN = /^(readme(\.\w+)?\.md|changelog\.md|screenshots\/.+\.(png|jpe?g|webp)|ui\/\w+\.(js|css))$/i;
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'];
const CARRIED = ['dependencies', 'optionalDependencies', 'bundledDependencies', 'bundleDependencies', 'bin'];

const packageJson = z.looseObject({
  name: z.string().min(1).max(214),
  version: z.string(),
  scripts: z.record(z.string(), z.string()).optional(),
  gypfile: z.unknown().optional(),
});

/** Reads the files of a package. Throws `plugin_package_refused` or `plugin_manifest_wrong`. */
export function readPackage(files: PackageFiles): PluginPackage {
  const { name, version } = readPackageJson(files.get('package.json'));
  const manifest = parseManifest(files.get('manifest.json'));
  if (manifest.version !== version)
    throw refusedPackage(
      'package.json and manifest.json say different versions',
      'package.json 与 manifest.json 版本不一致',
    );
  checkScreens(files, manifest);
  const signature = verifySignature(files, manifest);
  return {
    digest: digestOfFiles(files),
    name,
    manifest,
    bundle: readBundle(files.get('plugin.js'), manifest),
    signature,
    size: [...files.values()].reduce((sum, content) => sum + content.length, 0),
    shown: new Map([...files].filter(([path]) => SHOWN.test(path))),
  };
}

/** Nothing of a package is ever run by npm here; one that would run something on other machines is not taken either. */
function readPackageJson(file: Buffer | undefined): { name: string; version: string } {
  if (file === undefined) throw refusedPackage('it has no package.json', '缺少 package.json');
  let json: z.output<typeof packageJson>;
  try {
    json = packageJson.parse(JSON.parse(file.toString('utf8')));
  } catch {
    throw refusedPackage('its package.json cannot be read', '无法读取 package.json');
  }
  const script = INSTALL_SCRIPTS.find((each) => Object.hasOwn(json.scripts ?? {}, each));
  if (script !== undefined || json.gypfile !== undefined)
    throw refusedPackage(`it has an install script (${script ?? 'gypfile'})`, `包含安装脚本（${script ?? 'gypfile'}）`);
  const carried = CARRIED.find((each) => isFilled(json[each]));
  if (carried !== undefined) throw refusedPackage(`its package.json has ${carried}`, `package.json 含有 ${carried}`);
  return { name: json.name, version: json.version };
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && (typeof value !== 'object' || Object.keys(value).length > 0);
}

function readBundle(file: Buffer | undefined, manifest: PluginManifest): string {
  const needed = handlerKeysOf(manifest).length > 0;
  if (file === undefined) {
    if (needed)
      throw refusedPackage('its manifest names code, and there is no plugin.js', '清单声明了代码，但缺少 plugin.js');
    return '';
  }
  if (file.length > BUNDLE_LIMIT) throw refusedPackage('its plugin.js is larger than 1 MB', 'plugin.js 超过 1 MB');
  return file.toString('utf8');
}

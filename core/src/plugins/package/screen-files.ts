import type { PluginManifest } from '@stratacrm/sdk';
import { refusedPackage, type PackageFiles } from './package-files.ts';

/** Where the built screens lie in a package. */
const FOLDER = 'ui/';

/** Larger ones would keep people waiting. */
const LARGEST = 1024 * 1024;

/** What would end the script or the styles in the page around them. */
const ENDS_SCRIPT = /<\/script|<!--/i;
const ENDS_STYLES = /<\/style|<!--/i;

export function scriptPath(screen: string): string {
  return `${FOLDER}${screen}.js`;
}

export function stylePath(screen: string): string {
  return `${FOLDER}${screen}.css`;
}

/** Every screen has a script, and nothing else lies beside them. Throws `plugin_package_refused`. */
export function checkScreens(files: PackageFiles, { screens = [] }: PluginManifest): void {
  const known = new Set(screens.flatMap(({ name }) => [scriptPath(name), stylePath(name)]));
  for (const path of files.keys()) {
    if (path.startsWith(FOLDER) && !known.has(path))
      throw refusedPackage(`"${path}" belongs to no screen of its manifest`, `“${path}”不属于清单中的任何界面`);
  }
  for (const { name } of screens) {
    const script = files.get(scriptPath(name));
    if (script === undefined) throw refusedPackage(`the screen "${name}" has no script`, `界面“${name}”缺少脚本`);
    checkFile(name, script, ENDS_SCRIPT);
    const styles = files.get(stylePath(name));
    if (styles !== undefined) checkFile(name, styles, ENDS_STYLES);
  }
}

function checkFile(screen: string, content: Buffer, ends: RegExp): void {
  if (content.length > LARGEST)
    throw refusedPackage(`the screen "${screen}" is larger than 1 MB`, `界面“${screen}”超过 1 MB`);
  if (ends.test(content.toString('utf8')))
    throw refusedPackage(`the screen "${screen}" would break out of its page`, `界面“${screen}”会破坏其所在页面`);
}

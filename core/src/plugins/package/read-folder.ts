import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { StrataError } from '@stratacrm/sdk';
import { addFile, PACKAGE_LIMITS, refusedPackage, requireSafePath, type PackageFiles } from './package-files.ts';

/** What of an author's folder belongs to the package; his sources and packages do not. */
const BELONGS =
  /^(package\.json|manifest\.json|plugin\.js|plugin\.js\.map|signature\.json|(readme|changelog|licen[cs]e)[\w.-]*|(screenshots|ui)\/.+)$/i;
const FOLDERS = ['screenshots', 'ui'];

/** The files of a package in a folder of this machine, as `npm pack` would take them. */
export async function readFolder(folder: string): Promise<PackageFiles> {
  const files = new Map<string, Buffer>();
  const size = { left: PACKAGE_LIMITS.unpacked };
  await readInto(files, folder, '', size);
  for (const name of FOLDERS) await readInto(files, folder, `${name}/`, size);
  return files;
}

async function readInto(
  files: Map<string, Buffer>,
  folder: string,
  prefix: string,
  size: { left: number },
): Promise<void> {
  for (const name of await namesIn(path.join(folder, prefix), prefix === '')) {
    const inPackage = `${prefix}${name}`;
    const full = path.join(folder, inPackage);
    const found = await lstat(full);
    if (found.isDirectory() || !BELONGS.test(inPackage)) continue;
    if (!found.isFile()) throw refusedPackage(`"${inPackage}" is a link`, `“${inPackage}”是链接`);
    size.left -= found.size;
    if (size.left < 0) throw refusedPackage('the package is too large', '插件包过大');
    if (files.size >= PACKAGE_LIMITS.entries) throw refusedPackage('it has too many files', '文件数量过多');
    addFile(files, requireSafePath(inPackage), await readFile(full));
  }
}

async function namesIn(folder: string, required: boolean): Promise<string[]> {
  try {
    const found = await lstat(folder);
    return found.isDirectory() ? (await readdir(folder)).toSorted() : [];
  } catch {
    if (!required) return [];
    throw new StrataError('plugin_not_found', { name: folder });
  }
}

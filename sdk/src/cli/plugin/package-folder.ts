import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** What of an author's folder goes into the package. */
const BELONGS =
  /^(package\.json|manifest\.json|plugin\.js|plugin\.js\.map|signature\.json|(readme|changelog|licen[cs]e)[\w.-]*)$/i;
const FOLDERS = ['screenshots', 'ui'];

/** The files of the package that the folder makes. */
export async function filesOfFolder(folder: string): Promise<Map<string, Buffer>> {
  const names = (await readdir(folder)).filter((name) => BELONGS.test(name));
  for (const inside of FOLDERS) {
    const found = await readdir(path.join(folder, inside)).catch(() => []);
    names.push(...found.map((name) => `${inside}/${name}`));
  }
  const files = new Map<string, Buffer>();
  for (const name of names.toSorted()) {
    const full = path.join(folder, name);
    if ((await stat(full)).isFile()) files.set(name, await readFile(full));
  }
  return files;
}

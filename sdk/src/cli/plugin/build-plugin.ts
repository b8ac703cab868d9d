import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { handlerKeysOf } from '../../define/plugin.ts';
import type { Label } from '../../label.ts';
import type { PluginManifest } from '../../plugin.ts';
import { manifestProblems } from '../../plugin/manifest-problems.ts';
import { buildScreen, type BuiltScreen } from './build-screen.ts';
import { bundleForSandbox } from './bundle.ts';
import { fromFolder, loadPlugin } from './load-plugin.ts';

/** What a build made, not yet written anywhere. */
export interface BuiltPlugin {
  manifest: PluginManifest;
  /** The text of manifest.json. */
  data: string;
  /** The code, empty where the plugin has none. */
  code: string;
  map: string;
  screens: BuiltScreen[];
  problems: BuildProblem[];
}

/** Something that would be refused by every workspace, told where its author can mend it. */
export interface BuildProblem {
  path: string;
  message: Label;
}

/** What a plugin's package.json says of it. */
export interface PluginPackageJson {
  name: string;
  version: string;
  keywords?: string[];
  strata?: { entry?: string };
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
}

/** Where screens lie in the package; what authors write stands elsewhere. */
export const SCREEN_FOLDER = 'ui';

/** Of this size a bundle is refused. */
const BUNDLE_LIMIT = 1024 * 1024;

/** Builds the plugin in a folder: reads its package.json, bundles its code, makes its manifest and checks both. */
export async function buildPlugin(folder: string): Promise<BuiltPlugin> {
  const packageJson = await readPackageJson(folder);
  const module = path.resolve(folder, packageJson.strata?.entry ?? 'src/index.ts');
  // Most plugins have code; one that has none has built it for nothing.
  const bundling = bundleForSandbox(module);
  bundling.catch(() => {});
  const plugin = await loadPlugin(folder, module);
  const code = handlerKeysOf(plugin).length > 0 ? await bundling : { code: '', map: '' };
  const data = `${JSON.stringify(plugin, null, 2)}\n`;
  const manifest = JSON.parse(data) as PluginManifest;
  const screens = await Promise.all((manifest.screens ?? []).map((source) => buildScreen(folder, source)));
  const problems = [
    ...manifestProblems(manifest),
    ...packageProblems(packageJson, manifest),
    ...codeProblems(code.code),
    ...screens.flatMap(screenProblems),
  ];
  return { manifest, data, code: withMapName(code.code), map: fromFolder(code.map, folder, module), screens, problems };
}

/** The files of the screens, by their path in the package. */
export function screenFiles({ screens }: Pick<BuiltPlugin, 'screens'>): [path: string, text: string][] {
  return screens.flatMap(({ name, script, styles }): [string, string][] => [
    [`${SCREEN_FOLDER}/${name}.js`, script],
    ...(styles === '' ? [] : [[`${SCREEN_FOLDER}/${name}.css`, styles] as [string, string]]),
  ]);
}

/** Writes manifest.json, plugin.js, its map and the screens beside package.json. */
export async function writeBuild(folder: string, built: BuiltPlugin): Promise<void> {
  const { data, code, map } = built;
  await writeFile(path.join(folder, 'manifest.json'), data);
  for (const [name, text] of [
    ['plugin.js', code],
    ['plugin.js.map', map],
  ] as const) {
    if (code === '') await rm(path.join(folder, name), { force: true });
    else await writeFile(path.join(folder, name), text);
  }
  await writeScreens(folder, screenFiles(built));
  // A signature of what was there before would only be refused.
  await rm(path.join(folder, 'signature.json'), { force: true });
}

/** Of the build before nothing is left. */
async function writeScreens(folder: string, files: readonly [string, string][]): Promise<void> {
  const into = path.join(folder, SCREEN_FOLDER);
  const made = await readdir(into).catch(() => []);
  for (const name of made) if (/^[a-z0-9_]+\.(js|css)$/.test(name)) await rm(path.join(into, name));
  if (files.length > 0) await mkdir(into, { recursive: true });
  for (const [name, text] of files) await writeFile(path.join(folder, name), text);
}

/** Throws where there is no package.json, or none that can be read. */
export async function readPackageJson(folder: string): Promise<PluginPackageJson> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as PluginPackageJson;
}

function packageProblems(packageJson: PluginPackageJson, { version }: PluginManifest): BuildProblem[] {
  const problems: BuildProblem[] = [];
  if (packageJson.version !== version) {
    problems.push({
      path: 'package.json/version',
      message: {
        en: `It says ${packageJson.version}, definePlugin says ${version}.`,
        zh: `其中为 ${packageJson.version}，definePlugin 中为 ${version}。`,
      },
    });
  }
  if (packageJson.keywords?.includes('strata-plugin') !== true) {
    problems.push({
      path: 'package.json/keywords',
      message: {
        en: 'Add "strata-plugin": by this word the registry finds plugins.',
        zh: '请加入“strata-plugin”，仓库通过该关键词查找插件。',
      },
    });
  }
  if (Object.keys(packageJson.dependencies ?? {}).length > 0) {
    problems.push({
      path: 'package.json/dependencies',
      message: {
        en: 'Move them to devDependencies: the build takes what it needs into plugin.js.',
        zh: '请移到 devDependencies：构建时会将所需内容打包进 plugin.js。',
      },
    });
  }
  return problems;
}

function codeProblems(code: string): BuildProblem[] {
  const problems: BuildProblem[] = [];
  const found = /\brequire\(["']|\bimport\(|from ["']node:/.exec(code);
  if (found !== null) {
    problems.push({
      path: 'plugin.js',
      message: {
        en: `"${found[0]}": there are no modules in the sandbox; use host instead.`,
        zh: `“${found[0]}”：沙箱中没有模块，请改用 host。`,
      },
    });
  }
  if (Buffer.byteLength(code) > BUNDLE_LIMIT) {
    problems.push({
      path: 'plugin.js',
      message: { en: 'The bundle is larger than 1 MB.', zh: '打包后的代码超过 1 MB。' },
    });
  }
  return problems;
}

function screenProblems({ name, script, styles }: BuiltScreen): BuildProblem[] {
  const tooLarge = [script, styles].some((text) => Buffer.byteLength(text) > BUNDLE_LIMIT);
  if (!tooLarge) return [];
  return [{ path: `screens/${name}`, message: { en: 'It is larger than 1 MB.', zh: '超过 1 MB。' } }];
}

function withMapName(code: string): string {
  return code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n//# sourceMappingURL=plugin.js.map\n');
}

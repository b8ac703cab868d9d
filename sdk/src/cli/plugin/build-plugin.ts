import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { handlerKeysOf, type Plugin } from '../../define/plugin.ts';
import type { Label } from '../../label.ts';
import type { PluginManifest } from '../../plugin.ts';
import { manifestProblems } from '../../plugin/manifest-problems.ts';
import { bundleForReading, bundleForSandbox } from './bundle.ts';

/** What a build made, not yet written anywhere. */
export interface BuiltPlugin {
  manifest: PluginManifest;
  /** The text of manifest.json. */
  data: string;
  /** The code, empty where the plugin has none. */
  code: string;
  map: string;
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

/** Of this size a bundle is refused. */
const BUNDLE_LIMIT = 1024 * 1024;

/** Builds the plugin in a folder: reads its package.json, bundles its code, makes its manifest and checks both. */
export async function buildPlugin(folder: string): Promise<BuiltPlugin> {
  const packageJson = await readPackageJson(folder);
  const module = path.resolve(folder, packageJson.strata?.entry ?? 'src/index.ts');
  const plugin = await loadPlugin(module);
  const code = handlerKeysOf(plugin).length > 0 ? await bundleForSandbox(module) : { code: '', map: '' };
  const data = `${JSON.stringify(plugin, null, 2)}\n`;
  const manifest = JSON.parse(data) as PluginManifest;
  const problems = [
    ...manifestProblems(manifest),
    ...packageProblems(packageJson, manifest),
    ...codeProblems(code.code),
  ];
  return { manifest, data, code: withMapName(code.code), map: code.map, problems };
}

/** Writes manifest.json, plugin.js and its map beside package.json. */
export async function writeBuild(folder: string, { data, code, map }: BuiltPlugin): Promise<void> {
  await writeFile(path.join(folder, 'manifest.json'), data);
  for (const [name, text] of [
    ['plugin.js', code],
    ['plugin.js.map', map],
  ] as const) {
    if (code === '') await rm(path.join(folder, name), { force: true });
    else await writeFile(path.join(folder, name), text);
  }
  // A signature of what was there before would only be refused.
  await rm(path.join(folder, 'signature.json'), { force: true });
}

/** Throws where there is no package.json, or none that can be read. */
export async function readPackageJson(folder: string): Promise<PluginPackageJson> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as PluginPackageJson;
}

/** The author's own code runs here, in his own process, once per build: under a new name, or Node would remember the old. */
async function loadPlugin(module: string): Promise<Plugin> {
  const { code } = await bundleForReading(module);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'strata-plugin-'));
  const file = path.join(folder, 'plugin.mjs');
  try {
    await writeFile(file, code);
    const loaded = (await import(pathToFileURL(file).href)) as { default?: Plugin };
    if (loaded.default?.handlers === undefined) throw new Error(`${module} has no default export made by definePlugin`);
    return loaded.default;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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

function withMapName(code: string): string {
  return code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n//# sourceMappingURL=plugin.js.map\n');
}

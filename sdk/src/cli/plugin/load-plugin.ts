import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from '../../define/plugin.ts';
import { BUNDLE_FOLDER, bundleForReading } from './bundle.ts';
import { Sources } from './source-map.ts';

const FILE = 'plugin.mjs';
/** The map is read here; there is no file of it. */
const MAP_NAME = /\n\/\/# sourceMappingURL=.*\s*$/;
/** Callers that are told besides the place itself. */
const MOST_PLACES = 5;

/**
 * The author's own code runs here, in his own process, once per build: under a new name, or Node would remember the old.
 * What it throws is told with its place in his own files.
 */
export async function loadPlugin(folder: string, module: string): Promise<Plugin> {
  const { code, map } = await bundleForReading(module);
  const place = await mkdtemp(path.join(os.tmpdir(), 'strata-plugin-'));
  const file = path.join(place, FILE);
  try {
    await writeFile(file, code.replace(MAP_NAME, ''));
    const { plugin } = (await import(pathToFileURL(file).href)) as { plugin: { default?: Plugin } };
    if (plugin.default?.handlers === undefined)
      throw new Error(`${path.relative(folder, module)} has no default export made by definePlugin`);
    return plugin.default;
  } catch (error) {
    throw located(error, fromFolder(map, folder, module));
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** The bundler names sources as seen from where it would write; they are named from the folder. */
export function fromFolder(text: string, folder: string, module: string): string {
  if (text === '') return '';
  const map = JSON.parse(text) as { sources: (string | null)[] };
  const written = path.join(path.dirname(module), BUNDLE_FOLDER);
  const named = map.sources.map((source) => source && path.relative(folder, path.resolve(written, source)));
  return JSON.stringify({ ...map, sources: named });
}

function located(error: unknown, map: string): Error {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error), { cause: error });
  const sources = new Sources();
  sources.use(map);
  const [place, ...callers] = sources.places(stack, FILE).filter(isOwn).slice(0, MOST_PLACES);
  if (place === undefined) return new Error(message, { cause: error });
  return new Error([`${place}: ${message}`, ...callers].join('\n    '), { cause: error });
}

/** Neither a package it uses nor what lies outside its folder. */
function isOwn(place: string): boolean {
  return !place.startsWith('..') && !/(^|[\\/])node_modules[\\/]/.test(place);
}

import {
  capabilityKey,
  capabilityText,
  isCovered,
  type AskedCapability,
  type Capability,
  type CapabilityNames,
  type PluginPackageInfo,
} from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { shownFile, shownPaths, type StoredPackage } from './package-store.ts';
import { publisherOf } from './publishers.ts';
import { renderReadme } from './readme.ts';

/** With which names capabilities are told, and which of them were granted. */
export interface Standing {
  catalog: Catalog;
  granted: readonly Capability[];
}

/** A package as its page shows it. */
export async function describePackage(
  db: Queryable,
  found: StoredPackage,
  { catalog, granted }: Standing,
): Promise<PluginPackageInfo> {
  const { digest, name, manifest, signature, size } = found;
  const paths = await shownPaths(db, digest);
  return {
    digest,
    id: manifest.id,
    package: name,
    version: manifest.version,
    label: manifest.label,
    description: manifest.description,
    size,
    publisher: await publisherOf(db, signature),
    readme: await readmes(db, digest, paths),
    screenshots: paths.filter(isPicture),
    capabilities: (manifest.capabilities ?? []).map((capability) => askedOf(capability, catalog, granted)),
    demo: manifest.demo !== undefined,
  };
}

function isPicture(path: string): boolean {
  return /^screenshots\//i.test(path);
}

export function askedOf(capability: Capability, catalog: Catalog, granted: readonly Capability[]): AskedCapability {
  return {
    key: capabilityKey(capability),
    capability,
    text: capabilityText(capability, namesOf(catalog)),
    state: isCovered(capability, granted) ? 'granted' : 'new',
  };
}

function namesOf(catalog: Catalog): CapabilityNames {
  return {
    object: (name) => (catalog.has(name) ? catalog.object(name).label_plural : undefined),
    field: (object, name) => (catalog.has(object) ? catalog.object(object).fields[name]?.label : undefined),
  };
}

async function readmes(db: Queryable, digest: string, paths: readonly string[]): Promise<{ en: string; zh: string }> {
  const pictureOf = (address: string): string | null => {
    const path = paths.find((each) => isPicture(each) && encodeURI(each) === address);
    return path === undefined ? null : `/api/plugin-packages/${digest}/files/${encodeURIComponent(path)}`;
  };
  const read = async (pattern: RegExp): Promise<string | null> => {
    const path = paths.find((each) => pattern.test(each));
    const file = path === undefined ? null : await shownFile(db, digest, path);
    return file === null ? null : renderReadme(file.toString('utf8'), pictureOf);
  };
  const en = await read(/^readme\.md$/i);
  const zh = await read(/^readme\.zh\w*\.md$/i);
  return { en: en ?? zh ?? '', zh: zh ?? en ?? '' };
}

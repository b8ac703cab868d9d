import { StrataError, type Document, type PluginManifest } from '@stratacrm/sdk';
import { checkManifest } from '../../model/install/install-plugin.ts';
import type { LayerContent, LayerDocument } from '../../model/layer-document.ts';
import { PLATFORM_DOCUMENTS } from '../../model/platform/documents.ts';
import type { LayerState } from '../../model/store/layer-store.ts';

/** A plugin's layer bears its prefix. */
export function layerOf(manifest: PluginManifest): string {
  return manifest.prefix;
}

/**
 * All that a plugin's layer is to say. Throws `invalid_input` for documents that no workspace could hold, and
 * `plugin_manifest_wrong` for one that takes the place of another's.
 */
export function layerContentOf(manifest: PluginManifest, digest: string, state: LayerState): LayerContent {
  const layer = layerOf(manifest);
  const own = checkManifest(manifest);
  refuseForeignIds(own, layer, state);
  const present = state.layers.find((each) => each.name === layer);
  return {
    layer,
    plugin: {
      id: manifest.id,
      version: manifest.version,
      digest,
      label: manifest.label,
      rank: present?.rank ?? nextRank(state),
    },
    documents: [
      ...own.map((body): LayerDocument => ({ patch: false, kind: body.kind, id: body.id, body })),
      ...(manifest.patches ?? []).map(({ kind, id, patch }): LayerDocument => ({ patch: true, kind, id, body: patch })),
    ],
  };
}

/** What was installed later lies over what was there before: it may depend on it. */
function nextRank({ layers }: LayerState): number {
  return Math.max(0, ...layers.filter(({ kind }) => kind === 'plugin').map(({ rank }) => rank)) + 1;
}

/** A document with the id of another's would replace it, unseen by any diff of names. */
function refuseForeignIds(own: readonly Document[], layer: string, { documents }: LayerState): void {
  const others = new Set([
    ...PLATFORM_DOCUMENTS.map(({ id }) => id),
    ...documents.filter((row) => row.layer !== layer && !row.patch).map(({ id }) => id),
  ]);
  const taken = own.find(({ id }) => others.has(id));
  if (taken === undefined) return;
  const reason = {
    en: `${taken.kind} ${taken.name} has the id of a document of somebody else`,
    zh: `${taken.kind} ${taken.name} 使用了他人配置项的 ID`,
  };
  throw new StrataError('plugin_manifest_wrong', { reason });
}

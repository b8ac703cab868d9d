import { applyPatch, patchedPaths, type Document } from '@stratacrm/sdk';
import type { LayerContent, LayerDocument } from './layer-document.ts';

/** A document as all layers together say it. */
export interface FoldedDocument {
  document: Document;
  /** Layer that added it. */
  origin: string;
  /** Layers that patched it, lowest first. */
  patchedBy: readonly string[];
  /** Path of a property → the layer that set it last, for every property not set by the origin. */
  provenance: Readonly<Record<string, string>>;
}

/**
 * Lays the layers over each other, lowest first. Documents keep the order of their layers and, within one, its own. A
 * patch of what no layer beneath has is passed over: it waits for the document's return.
 */
export function fold(layers: readonly LayerContent[]): FoldedDocument[] {
  const folded = new Map<string, FoldedDocument>();
  for (const { layer, documents } of layers) {
    for (const document of documents) lay(folded, layer, document);
  }
  return [...folded.values()];
}

function lay(folded: Map<string, FoldedDocument>, layer: string, document: LayerDocument): void {
  if (!document.patch) {
    folded.set(document.id, { document: document.body, origin: layer, patchedBy: [], provenance: {} });
    return;
  }
  const base = folded.get(document.id);
  if (base === undefined) return;
  folded.set(document.id, {
    document: applyPatch(base.document, document.body),
    origin: base.origin,
    patchedBy: [...base.patchedBy, layer],
    provenance: overlay(base.provenance, patchedPaths(document.body), layer),
  });
}

/** A place set anew owns all places within it, so what lower layers said of these is forgotten. */
function overlay(
  former: Readonly<Record<string, string>>,
  paths: readonly string[],
  layer: string,
): Readonly<Record<string, string>> {
  const kept = Object.entries(former).filter(
    ([place]) => !paths.some((path) => place === path || place.startsWith(`${path}.`)),
  );
  return Object.fromEntries([...kept, ...paths.map((path) => [path, layer] as const)]);
}

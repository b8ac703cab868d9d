import type { Document, DocumentKind, DocumentPatch, Label } from '@stratacrm/sdk';

/** What a layer says: a document of its own, or a patch of a document of a layer beneath it. */
export type LayerDocument =
  | { patch: false; kind: DocumentKind; id: string; body: Document }
  | { patch: true; kind: DocumentKind; id: string; body: DocumentPatch };

/** A layer with its documents, in their order. */
export interface LayerContent {
  layer: string;
  /** Set for the layer of a plugin that can be installed and removed; with it the layer itself comes and goes. */
  plugin?: PluginLayer;
  documents: readonly LayerDocument[];
}

/** The layer of an installed plugin, as a release remembers it. */
export interface PluginLayer {
  id: string;
  version: string;
  /** Of the package it was installed from. */
  digest: string;
  label: Label;
  /** Lowest first; layers are folded in this order. */
  rank: number;
}

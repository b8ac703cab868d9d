import type { Document, DocumentKind, DocumentPatch } from '@stratacrm/sdk';

/** What a layer says: a document of its own, or a patch of a document of a layer beneath it. */
export type LayerDocument =
  | { patch: false; kind: DocumentKind; id: string; body: Document }
  | { patch: true; kind: DocumentKind; id: string; body: DocumentPatch };

/** A layer with its documents, in their order. */
export interface LayerContent {
  layer: string;
  documents: readonly LayerDocument[];
}

import type { Document, DocumentKind, DocumentKinds } from '../documents/kinds.ts';

/** A document as its author writes it: its id is derived when the plugin is built. */
export type DraftOf<Kind extends DocumentKind> = DocumentKinds[Kind] extends infer D
  ? D extends Document
    ? Omit<D, 'id'>
    : never
  : never;

export type DocumentDraft = { [Kind in DocumentKind]: DraftOf<Kind> }[DocumentKind];

/** The body of a document: all but what the builder fills in. */
export type BodyOf<Kind extends DocumentKind, Given extends string = never> =
  DraftOf<Kind> extends infer D ? (D extends unknown ? Omit<D, 'kind' | Given> : never) : never;

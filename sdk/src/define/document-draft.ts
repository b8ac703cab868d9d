import type { Document, DocumentKind, DocumentKinds } from '../documents/kinds.ts';

/** A document as its author writes it: its id is derived when the plugin is built. */
export type DraftOf<Kind extends DocumentKind> = DocumentKinds[Kind] extends infer D
  ? D extends Document
    ? Omit<D, 'id'> & Renamed
    : never
  : never;

/** A document that had another name when it was first published says so, or it would be taken for a new one. */
export interface Renamed {
  /** Its first key: the name, of a field `object.name`. */
  was?: string;
}

export type DocumentDraft = { [Kind in DocumentKind]: DraftOf<Kind> }[DocumentKind];

/** The body of a document: all but what the builder fills in. */
export type BodyOf<Kind extends DocumentKind, Given extends string = never> =
  DraftOf<Kind> extends infer D ? (D extends unknown ? Omit<D, 'kind' | Given> : never) : never;

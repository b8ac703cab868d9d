import { documentKey, StrataError, didYouMean, type DocumentInfo, type DocumentKind } from '@stratacrm/sdk';
import { fold, type FoldedDocument } from './fold.ts';
import { kindOf } from './kinds/index.ts';
import { contentOf, isUnpublished, type DocumentRow, type LayerState } from './store/layer-store.ts';

/** A document as a layer sees it, without what only the history of the workspace tells. */
export type SeenDocument = Omit<DocumentInfo, 'version' | 'changed'>;

/** All documents as a layer's draft sees them: the layers beneath it as published, and its own draft. */
export function documentsSeenBy(state: LayerState, layer: string): SeenDocument[] {
  const upTo = upToLayer(state, layer);
  const live = fold(contentOf(upTo, new Set()));
  const draft = fold(contentOf(upTo, new Set([layer])));
  const rows = new Map(state.documents.filter((row) => row.layer === layer).map((row) => [row.id, row]));
  const liveById = new Map(live.map((folded) => [folded.document.id, folded]));
  const drafted = new Set(draft.map((folded) => folded.document.id));
  const deleted = live.filter((folded) => !drafted.has(folded.document.id));
  return [
    ...draft.map((folded) => info(folded, stateOf(folded, liveById.get(folded.document.id), rows))),
    ...deleted.map((folded) => info(folded, 'draft_archived')),
  ];
}

/** The state less the layers above; for the platform, less all. */
export function upToLayer(state: LayerState, layer: string): LayerState {
  const at = state.layers.findIndex((each) => each.name === layer);
  return { ...state, layers: state.layers.slice(0, at + 1) };
}

function info(folded: FoldedDocument, state: DocumentInfo['state']): SeenDocument {
  return {
    document: folded.document,
    key: documentKey(folded.document),
    origin: folded.origin,
    patched_by: [...folded.patchedBy],
    provenance: { ...folded.provenance },
    state,
  };
}

function stateOf(
  draft: FoldedDocument,
  live: FoldedDocument | undefined,
  rows: ReadonlyMap<string, DocumentRow>,
): DocumentInfo['state'] {
  const row = rows.get(draft.document.id);
  if (row === undefined || !isUnpublished(row)) return 'published';
  if (live === undefined) return 'draft_new';
  return draft.document.archived === true && live.document.archived !== true ? 'draft_archived' : 'draft_changed';
}

/** Whether it is this object or belongs to it. */
export function belongsTo(document: DocumentInfo['document'], object: string): boolean {
  return kindOf(document).object(document as never) === object;
}

/** The one that is in force among those with this key, else an archived one. */
export function findDocument<Seen extends SeenDocument>(
  documents: readonly Seen[],
  kind: DocumentKind,
  key: string,
): Seen | undefined {
  const found = documents.filter((info) => info.document.kind === kind && info.key === key);
  return found.find((info) => info.document.archived !== true) ?? found[0];
}

/** Throws `unknown_document`, with a suggestion. */
export function requireDocument<Seen extends SeenDocument>(
  documents: readonly Seen[],
  kind: DocumentKind,
  key: string,
): Seen {
  const found = findDocument(documents, kind, key);
  if (found !== undefined) return found;
  const keys = documents.filter((info) => info.document.kind === kind).map((info) => info.key);
  throw new StrataError('unknown_document', { kind, name: key, suggestion: didYouMean(key, keys) });
}

import { diffDocument, sameJson, type Document, type JsonValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { fold } from '../fold.ts';
import { clearDraft, deleteDraft, writeDraft } from '../store/draft-store.ts';
import { beneath, contentOf, type LayerState } from '../store/layer-store.ts';

/** Keeps a document in a layer's draft: whole when the layer adds it, else as the difference to what is beneath. */
export async function storeDraft(
  db: Queryable,
  state: LayerState,
  { layer, userId }: { layer: string; userId: string | null },
  desired: Document,
): Promise<void> {
  const { id, kind } = desired;
  const row = state.documents.find((each) => each.layer === layer && each.id === id);
  const base = baseOf(state, layer, id);
  const body = base === undefined ? desired : diffDocument(base, desired);
  if (base !== undefined && Object.keys(body).length === 0) {
    await deleteDraft(db, layer, id, userId);
  } else if (row?.published != null && sameJson(row.published as JsonValue, body as JsonValue)) {
    await clearDraft(db, layer, id);
  } else {
    await writeDraft(db, { layer, id, kind, patch: base !== undefined, body }, userId);
  }
}

/** The document as the layers beneath publish it. */
function baseOf(state: LayerState, layer: string, id: string): Document | undefined {
  const folded = fold(beneath(contentOf(state, new Set()), layer));
  return folded.find((each) => each.document.id === id)?.document;
}

import { StrataError, type Document, type DocumentKind } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { documentsSeenBy, requireDocument } from '../document-info.ts';
import { requireExpected } from '../document-version.ts';
import { deleteDraft, touchLayer, writeDraft } from '../store/draft-store.ts';
import { readLayers, requireEditable } from '../store/layer-store.ts';
import type { PutTarget } from './put-document.ts';

/** Kinds that hold people's data: once published they are archived, which can be undone, and never taken out. */
const holdsData: ReadonlySet<DocumentKind> = new Set<DocumentKind>(['object', 'field']);

/** Takes what the layer itself adds or changes out of its draft, inside a transaction. */
export async function deleteDocument(db: Queryable, target: PutTarget): Promise<void> {
  const { layer, kind, key, userId } = target;
  await touchLayer(db, layer);
  const state = await readLayers(db);
  requireEditable(state, layer);
  const found = requireDocument(documentsSeenBy(state, layer), kind, key);
  requireExpected(target, found, target.expected);
  const { id } = found.document;
  const row = state.documents.find((each) => each.layer === layer && each.id === id);
  if (row === undefined) throw new StrataError('layer_read_only', { layer: found.origin });
  if (row.patch || row.published === null || !holdsData.has(kind)) {
    await deleteDraft(db, layer, id, userId);
  } else {
    const body = { ...found.document, archived: true } as Document;
    await writeDraft(db, { layer, id, kind, patch: false, body }, userId);
  }
}

import { StrataError, type Document, type DocumentKind, type DocumentPatch } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { isName } from '../kinds/shape.ts';
import type { LayerContent } from '../layer-document.ts';

export interface Draft {
  layer: string;
  id: string;
  kind: DocumentKind;
  patch: boolean;
  body: Document | DocumentPatch;
}

/**
 * Counts up the layer's revision and holds its row until the transaction ends, so that the edits of one draft happen
 * one after the other and a publish notices each of them.
 */
export async function touchLayer(db: Queryable, layer: string): Promise<void> {
  // A name with characters that no name has would not even be understood by the database.
  if (!isName(layer)) throw new StrataError('unknown_layer', { layer });
  await db.query('update core.layer set revision = revision + 1 where name = $1', [layer]);
}

export async function writeDraft(db: Queryable, draft: Draft, userId: string | null): Promise<void> {
  await db.query(
    `insert into core.document (layer, id, kind, patch, position, draft, changed_by)
     values ($1, $2, $3, $4, (select coalesce(max(position), 0) + 1 from core.document where layer = $1), $5, $6)
     on conflict (layer, id) do update
     set patch = excluded.patch, draft = excluded.draft, draft_deleted = false,
         changed_at = now(), changed_by = excluded.changed_by`,
    [draft.layer, draft.id, draft.kind, draft.patch, JSON.stringify(draft.body), userId],
  );
}

/** The draft says the same as what is published. */
export async function clearDraft(db: Queryable, layer: string, id: string): Promise<void> {
  await db.query(`delete from core.document where layer = $1 and id = $2 and published is null`, [layer, id]);
  await db.query(`update core.document set draft = null, draft_deleted = false where layer = $1 and id = $2`, [
    layer,
    id,
  ]);
}

/** The draft takes out what is published; what never was is gone at once. */
export async function deleteDraft(db: Queryable, layer: string, id: string, userId: string | null): Promise<void> {
  await db.query(`delete from core.document where layer = $1 and id = $2 and published is null`, [layer, id]);
  await db.query(
    `update core.document set draft = null, draft_deleted = true, changed_at = now(), changed_by = $3
     where layer = $1 and id = $2`,
    [layer, id, userId],
  );
}

/** Answers with the number of documents that had a draft. */
export async function discardDrafts(db: Queryable, layer: string): Promise<number> {
  const fresh = await db.query(`delete from core.document where layer = $1 and published is null`, [layer]);
  const changed = await db.query(
    `update core.document set draft = null, draft_deleted = false
     where layer = $1 and (draft is not null or draft_deleted)`,
    [layer],
  );
  return fresh.rowCount + changed.rowCount;
}

/** Makes the drafts of these layers their published documents. */
export async function publishDrafts(db: Queryable, layers: readonly string[]): Promise<void> {
  await db.query(`delete from core.document where layer = any($1) and draft_deleted`, [layers]);
  await db.query(
    `update core.document set published = draft, draft = null where layer = any($1) and draft is not null`,
    [layers],
  );
}

/** Makes a layer's published documents those given; drafts stay as they are. */
export async function replacePublished(db: Queryable, { layer, documents }: LayerContent): Promise<void> {
  const ids = documents.map((document) => document.id);
  await db.query(
    `update core.document set published = null, draft_deleted = false where layer = $1 and not id = any($2)`,
    [layer, ids],
  );
  await db.query(`delete from core.document where layer = $1 and published is null and draft is null`, [layer]);
  await db.query(
    `insert into core.document (layer, id, kind, patch, position, published)
     select $1, (d->>'id')::uuid, d->>'kind', (d->>'patch')::boolean, n, d->'body'
     from jsonb_array_elements($2::jsonb) with ordinality as given (d, n)
     on conflict (layer, id) do update set published = excluded.published, position = excluded.position`,
    [layer, JSON.stringify(documents)],
  );
}

/** Puts all documents of a package into the draft of its layer; those it no longer has are taken out. */
export async function draftPackage(db: Queryable, layer: string, documents: readonly Document[]): Promise<void> {
  await db.query(`update core.document set draft = null, draft_deleted = true where layer = $1`, [layer]);
  await db.query(
    `insert into core.document (layer, id, kind, patch, position, draft)
     select $1, (d->>'id')::uuid, d->>'kind', false, n, d
     from jsonb_array_elements($2::jsonb) with ordinality as given (d, n)
     on conflict (layer, id) do update
     set draft = excluded.draft, draft_deleted = false, position = excluded.position`,
    [layer, JSON.stringify(documents)],
  );
  await db.query(`delete from core.document where layer = $1 and draft_deleted and published is null`, [layer]);
}

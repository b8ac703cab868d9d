import type { Document, DocumentKind, DocumentPatch, Label } from '@stratacrm/sdk';
import { StrataError } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { LayerContent, LayerDocument } from '../layer-document.ts';
import { PLATFORM_DOCUMENTS } from '../platform/documents.ts';
import { PLATFORM_LAYER } from '../platform/system-fields.ts';

export interface LayerRow {
  name: string;
  kind: 'plugin' | 'workspace' | 'strategy';
  label: Label;
  rank: number;
  plugin: string | null;
  version: string | null;
  digest: string | null;
  /** Counts the changes of its draft. */
  revision: string;
}

export interface DocumentRow {
  layer: string;
  id: string;
  kind: DocumentKind;
  patch: boolean;
  position: number;
  published: Document | DocumentPatch | null;
  draft: Document | DocumentPatch | null;
  draft_deleted: boolean;
}

/** All layers, lowest first, with all their documents, in their order. */
export interface LayerState {
  layers: readonly LayerRow[];
  documents: readonly DocumentRow[];
}

export async function readLayers(db: Queryable): Promise<LayerState> {
  const layers = await db.query<LayerRow>(
    'select name, kind, label, rank, plugin, version, digest, revision from core.layer order by rank, name',
  );
  const documents = await db.query<DocumentRow>(
    `select layer, id, kind, patch, position, published, draft, draft_deleted
     from core.document order by layer, position, id`,
  );
  return { layers: layers.rows, documents: documents.rows };
}

/** Throws `unknown_layer`. */
export function requireLayer(state: LayerState, name: string): LayerRow {
  const layer = state.layers.find((each) => each.name === name);
  if (layer === undefined) throw new StrataError('unknown_layer', { layer: name });
  return layer;
}

export function isEditable(layer: LayerRow): boolean {
  return layer.kind !== 'plugin';
}

/** Throws `layer_read_only` for layers that belong to a package, and for the platform. */
export function requireEditable(state: LayerState, name: string): LayerRow {
  if (name === PLATFORM_LAYER) throw new StrataError('layer_read_only', { layer: name });
  const layer = requireLayer(state, name);
  if (!isEditable(layer)) throw new StrataError('layer_read_only', { layer: name });
  return layer;
}

const platform: LayerContent = {
  layer: PLATFORM_LAYER,
  documents: PLATFORM_DOCUMENTS.map((document) => ({
    patch: false,
    kind: document.kind,
    id: document.id,
    body: document,
  })),
};

/** What the layers say, lowest first: of those named in `drafts` the draft, of the others what is published. */
export function contentOf(state: LayerState, drafts: ReadonlySet<string>): LayerContent[] {
  return [
    platform,
    ...state.layers.map(({ name }) => ({
      layer: name,
      documents: state.documents
        .filter((row) => row.layer === name)
        .flatMap((row) => documentOf(row, drafts.has(name))),
    })),
  ];
}

/** Those layers of the content that stand beneath the named one. */
export function beneath(content: readonly LayerContent[], layer: string): LayerContent[] {
  return content.slice(
    0,
    content.findIndex((each) => each.layer === layer),
  );
}

function documentOf(row: DocumentRow, draft: boolean): LayerDocument[] {
  const body = draft && row.draft_deleted ? null : draft ? (row.draft ?? row.published) : row.published;
  if (body === null) return [];
  return [{ patch: row.patch, kind: row.kind, id: row.id, body } as LayerDocument];
}

export function isUnpublished(row: DocumentRow): boolean {
  return row.draft !== null || row.draft_deleted;
}

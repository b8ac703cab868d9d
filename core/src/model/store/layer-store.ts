import type { Document, DocumentKind, DocumentPatch, Label } from '@stratacrm/sdk';
import { StrataError } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { LayerContent, LayerDocument, PluginLayer } from '../layer-document.ts';
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
    ...state.layers.map((layer) => ({
      layer: layer.name,
      ...(isInstallable(layer) && { plugin: pluginLayerOf(layer) }),
      documents: state.documents
        .filter((row) => row.layer === layer.name)
        .flatMap((row) => documentOf(row, drafts.has(layer.name))),
    })),
  ];
}

/** The layer of the base pack, whose names carry no prefix. It comes with Strata and is upgraded with it. */
export const BASE_LAYER = 'base';

/** Whether it is the layer of a plugin that people install and remove. */
export function isInstallable(layer: LayerRow): boolean {
  return layer.kind === 'plugin' && layer.name !== BASE_LAYER;
}

function pluginLayerOf({ plugin, version, digest, label, rank }: LayerRow): PluginLayer {
  return { id: plugin ?? '', version: version ?? '', digest: digest ?? '', label, rank };
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

/** Makes the layer of a plugin, or brings what it says of itself up to date. */
export async function putPluginLayer(db: Queryable, layer: string, plugin: PluginLayer): Promise<void> {
  await db.query(
    `insert into core.layer (name, kind, label, rank, plugin, version, digest) values ($1, 'plugin', $2, $3, $4, $5, $6)
     on conflict (name) do update
     set label = excluded.label, plugin = excluded.plugin, version = excluded.version, digest = excluded.digest,
         revision = core.layer.revision + 1`,
    [layer, JSON.stringify(plugin.label), plugin.rank, plugin.id, plugin.version, plugin.digest],
  );
}

/** Takes layers out with all that is in them. */
export async function removeLayers(db: Queryable, layers: readonly string[]): Promise<void> {
  await db.query('delete from core.document where layer = any($1)', [layers]);
  await db.query('delete from core.layer where name = any($1)', [layers]);
}

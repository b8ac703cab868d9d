import { createHash } from 'node:crypto';
import { StrataError, type Document, type PluginManifest } from '@stratacrm/sdk';
import type { Database, Transaction } from '../../kernel/database.ts';
import { checkDocument } from '../check-document.ts';
import { draftPackage, touchLayer } from '../store/draft-store.ts';
import { BASE_LAYER } from '../store/layer-store.ts';

/** The layer a plugin's documents live in. */
export function layerOfPlugin(manifest: PluginManifest): string {
  return manifest.prefix === '' ? BASE_LAYER : manifest.prefix;
}

/** Whether exactly this manifest is what the layer was installed from. */
export async function isInstalled(database: Database, manifest: PluginManifest): Promise<boolean> {
  const found = await database.query('select from core.layer where name = $1 and plugin = $2 and digest = $3', [
    layerOfPlugin(manifest),
    manifest.id,
    digestOf(manifest),
  ]);
  return found.rowCount > 0;
}

/** What a manifest says, but for what does not concern the model. */
function digestOf({ demo: _demo, ...manifest }: PluginManifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

/** Throws `invalid_input` with the place of everything wrong in the manifest's documents. */
export function checkManifest(manifest: PluginManifest): Document[] {
  const issues = manifest.documents.flatMap((document) => {
    const check = checkDocument(document.kind, document as unknown as Record<string, unknown>);
    const place = `${document.kind}/${'object' in document ? `${document.object}.` : ''}${document.name}`;
    return check.ok ? [] : check.issues.map((issue) => ({ ...issue, path: `${place}/${issue.path}` }));
  });
  if (issues.length > 0) throw StrataError.invalid(issues);
  return manifest.documents;
}

/** Writes the documents into the draft of the plugin's layer, which is made when it is not there. */
export async function draftPlugin(database: Database, manifest: PluginManifest): Promise<void> {
  const layer = layerOfPlugin(manifest);
  await database.transaction(async (transaction) => {
    await transaction.query(
      `insert into core.layer (name, kind, label, rank, plugin)
       values ($1, 'plugin', $2, (select case when $1 = '${BASE_LAYER}' then 0 else count(*) + 1 end from core.layer), $3)
       on conflict (name) do update set label = excluded.label`,
      [layer, JSON.stringify(manifest.label), manifest.id],
    );
    await touchLayer(transaction, layer);
    await draftPackage(transaction, layer, manifest.documents);
  });
}

/** Together with the release: from now on this manifest is installed. */
export async function recordInstalled(transaction: Transaction, manifest: PluginManifest): Promise<void> {
  await transaction.query('update core.layer set plugin = $2, version = $3, digest = $4 where name = $1', [
    layerOfPlugin(manifest),
    manifest.id,
    manifest.version,
    digestOf(manifest),
  ]);
}

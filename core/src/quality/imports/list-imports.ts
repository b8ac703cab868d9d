import type { ImportBatch } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { visibleImportsOf } from './import-access.ts';
import { showBatch } from './import-batch.ts';
import { loadBatch, loadBatches } from './import-store.ts';

const mostListed = 200;

/** The imports the caller may see, newest first. */
export async function listImports(ctx: AccessContext): Promise<ImportBatch[]> {
  const batches = await loadBatches(ctx.db, visibleImportsOf(ctx), mostListed);
  return batches.map(showBatch);
}

/** One import; throws `not_found`. */
export async function getImport(ctx: AccessContext, id: string): Promise<ImportBatch> {
  return showBatch(await loadBatch(ctx.db, id, visibleImportsOf(ctx)));
}

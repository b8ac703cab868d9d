import type { ImportBatch } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import { countActions, type StoredBatch } from './import-store.ts';

/** A batch as the API shows it. */
export async function showBatch(db: Queryable, batch: StoredBatch): Promise<ImportBatch> {
  const { columns: _, row_count: rows, error, ...shown } = batch;
  const counts = await countActions(db, batch.id);
  return { ...shown, rows, counts, ...(error !== null && { error }) };
}

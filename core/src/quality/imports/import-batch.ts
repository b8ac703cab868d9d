import type { ImportBatch } from '@stratacrm/sdk';
import type { StoredBatch } from './import-store.ts';

/** A batch as the API shows it. */
export function showBatch(batch: StoredBatch): ImportBatch {
  const { columns: _, row_count: rows, error, ...shown } = batch;
  return { ...shown, rows, ...(error !== null && { error }) };
}

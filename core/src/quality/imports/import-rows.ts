import { StrataError, type ImportRow } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { visibleImportsOf } from './import-access.ts';
import { loadBatch, pageOfRows, type ShownRow } from './import-store.ts';

export interface ImportRowQuery {
  action?: ImportRow['action'];
  offset?: number;
  /** 1 to 200, default 50. */
  limit?: number;
}

const actions: readonly string[] = ['create', 'update', 'unchanged', 'error'];

/** A page of the preview. Rows not checked yet count as to be created. */
export async function importRows(
  ctx: AccessContext,
  id: string,
  query: ImportRowQuery = {},
): Promise<{ data: ImportRow[]; total: number }> {
  const { action = null, offset = 0, limit = 50 } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw outOfRange('limit', 1, 200);
  if (!Number.isInteger(offset) || offset < 0) throw outOfRange('offset', 0, Number.MAX_SAFE_INTEGER);
  if (action !== null && !actions.includes(action)) {
    const params = { value: action, suggestion: '' };
    throw StrataError.invalid([{ path: 'action', code: 'not_an_option', params }]);
  }
  const batch = await loadBatch(ctx.db, id, visibleImportsOf(ctx));
  const { rows, total } = await pageOfRows(ctx.db, batch.id, { action, offset, limit });
  return { data: rows.map((row) => shown(batch.columns, row)), total };
}

function outOfRange(path: string, min: number, max: number): StrataError {
  return StrataError.invalid([{ path, code: 'limit_out_of_range', params: { min, max } }]);
}

function shown(columns: readonly string[], { row, cells, action, result, errors }: ShownRow): ImportRow {
  const values = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  return { row, action: action ?? 'create', values, result, errors };
}

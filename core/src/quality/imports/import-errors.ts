import type { AccessContext } from '../../access/access-profile.ts';
import { BYTE_ORDER_MARK, csvLine } from '../../kernel/csv-line.ts';
import { visibleImportsOf } from './import-access.ts';
import { loadBatch, rowsWithErrors, type ShownRow } from './import-store.ts';

const pageSize = 1_000;

/**
 * The rows that did not go in, as a CSV file in pieces: the columns as they came, so that it can be mended and imported
 * again, and one more with what is wrong.
 */
export async function* importErrors(ctx: AccessContext, id: string): AsyncGenerator<string> {
  const batch = await loadBatch(ctx.db, id, visibleImportsOf(ctx));
  const heading = ctx.locale === 'zh' ? ['错误', '行号'] : ['errors', 'row'];
  yield BYTE_ORDER_MARK + csvLine([...batch.columns, ...heading]);
  for (let after = 0; ;) {
    const rows = await rowsWithErrors(ctx.db, batch.id, after, pageSize);
    if (rows.length === 0) return;
    yield rows.map((row) => csvLine([...row.cells, explain(row), String(row.row)])).join('');
    after = rows.at(-1)!.row;
  }
}

function explain({ errors }: ShownRow): string {
  return errors
    .filter(({ severity }) => severity === 'error')
    .map(({ column, message }) => (column === '' ? message : `${column}: ${message}`))
    .join(' · ');
}

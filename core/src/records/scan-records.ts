import type { RecordData } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../access/access-profile.ts';
import { sightOn } from './query/readable-object.ts';
import { select } from './query/selection.ts';
import type { Sight } from './sight/sight.ts';
import { memoryOf, planned } from './sql/catalog-memory.ts';
import { RecordSource } from './sql/record-source.ts';
import { compileStatement, given, runStatement } from './sql/statement.ts';

export interface Scan {
  fields: readonly string[];
  limit: number;
  /** Only these records. */
  ids?: readonly string[];
  /** Only records where this field, trimmed and in lower case, is one of these texts. */
  named?: { field: string; names: readonly string[] };
}

/**
 * Reads some fields of many records at once, without order or pages, through the same rules as any read: for set-wise work
 * such as finding the records a file names. Answers to people go through `queryRecords`.
 */
export async function scanRecords(ctx: AccessContext, object: string, scan: Scan): Promise<RecordData[]> {
  const { sight } = sightOn(ctx, object);
  const { statement, selection } = scanPlan(sight, object, scan);
  const values = { limit: scan.limit, ids: scan.ids, names: scan.named?.names };
  const { rows } = await runStatement<Record<string, unknown>>(ctx, statement, values);
  return rows.map((row) => selection.toRecord(row));
}

function scanPlan(sight: Sight, object: string, scan: Scan) {
  const shape = [scan.fields, scan.ids !== undefined, scan.named?.field ?? null];
  return planned(sight.catalog, `scan|${sight.key}|${object}|${JSON.stringify(shape)}`, () => {
    const source = new RecordSource(sight, object, scan.ids === undefined ? 'enough' : 'all').only('living');
    const selection = select(source.record, scan.fields);
    if (scan.ids !== undefined) source.where(sql`t.id = any(${given('ids')}::uuid[])`);
    if (scan.named !== undefined) {
      const name = source.record.field(scan.named.field.split('.'));
      source.where(sql`lower(btrim(${name}::text)) = any(${given('names')}::text[])`);
    }
    const query = sql`select ${sql.join(selection.columns)} ${source.fromWhere()} limit ${given('limit')}`;
    return { statement: compileStatement(query, memoryOf(sight.catalog).names), selection };
  });
}

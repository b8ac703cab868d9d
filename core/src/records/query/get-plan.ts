import { sql } from 'kysely';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import type { Sight } from '../sight/sight.ts';
import { select, type Selection } from './selection.ts';

/** Reads one record by `id`. */
export interface GetPlan {
  statement: Statement;
  /** Column of the version. */
  version: string;
  toRecord: Selection['toRecord'];
}

export function getPlan(
  sight: Sight,
  object: string,
  fields: readonly string[] | undefined,
  which: 'living' | 'deleted',
): GetPlan {
  return planned(sight.catalog, `get|${sight.key}|${object}|${which}|${fields?.join() ?? '*'}`, () => {
    const source = new RecordSource(sight, object, 'all').where(sql`t.id = ${given('id')}::uuid`).only(which);
    const selection = select(source.record, fields);
    const carried = selection.aliases.get('version');
    const version = carried ?? '~version';
    const columns =
      carried === undefined ? [...selection.columns, sql`t.version as ${sql.id(version)}`] : selection.columns;
    const query = sql`select ${sql.join(columns)} ${source.fromWhere()}`;
    const toRecord = (carried === undefined ? undefined : selection.convert) ?? selection.toRecord;
    return { statement: compileStatement(query, memoryOf(sight.catalog).names), version, toRecord };
  });
}

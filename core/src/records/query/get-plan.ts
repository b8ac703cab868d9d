import { sql } from 'kysely';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import type { Sight } from '../sight/sight.ts';
import { select, type Selection } from './selection.ts';

/** Reads one record by `id`; its version comes as `~version`. */
export interface GetPlan {
  statement: Statement;
  selection: Selection;
}

export function getPlan(
  sight: Sight,
  object: string,
  fields: readonly string[] | undefined,
  which: 'living' | 'deleted',
): GetPlan {
  return planned(sight.catalog, `get|${sight.key}|${object}|${which}|${fields?.join() ?? '*'}`, () => {
    const source = new RecordSource(sight, object).where(sql`t.id = ${given('id')}::uuid`).only(which);
    const selection = select(source.record, fields);
    const query = sql`select ${sql.join(selection.columns)}, t.version as "~version" ${source.fromWhere()}`;
    return { statement: compileStatement(query, memoryOf(sight.catalog).names), selection };
  });
}

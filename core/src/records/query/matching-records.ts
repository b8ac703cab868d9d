import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { filteredSource } from './page-plan.ts';
import { sightOn } from './readable-object.ts';
import { seenFirst } from './seen-first.ts';

/** A record as it stood when the filter found it. */
export interface MatchingRecord {
  id: string;
  version: number;
}

/** Which records the filter finds among those the reader may see; with `ids` only out of these. */
export async function matchingRecords(
  ctx: AccessContext,
  object: string,
  filter: string,
  { limit, ids }: { limit: number; ids?: readonly string[] },
): Promise<MatchingRecord[]> {
  const sight = await seenFirst(ctx, sightOn(ctx, object).sight, object);
  const some = ids !== undefined;
  const statement = planned(sight.catalog, `matching|${sight.key}|${object}|${some}|${filter}`, () => {
    const source = filteredSource(sight, object, { filter });
    if (some) source.where(sql`t.id = any(${given('ids')}::uuid[])`);
    const query = sql`select t.id, t.version ${source.fromWhere()} order by t.id limit ${given('limit')}`;
    return compileStatement(query, memoryOf(sight.catalog).names);
  });
  const { rows } = await runStatement<{ id: string; version: string }>(ctx, statement, { limit, ids });
  return rows.map((row) => ({ id: row.id, version: Number(row.version) }));
}

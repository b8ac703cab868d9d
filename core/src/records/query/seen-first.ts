import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { knownOfReader } from '../sight/reader-memory.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';

/** So many records are looked at one by one: a search takes some 4 µs of each. */
const MOST_SEEN = 2_000;
/** In the planner's measure: finding out which they are takes no longer than reading some 60,000 records through. */
const MOST_COST = 4_000;
const KNOWN_FOR_MS = 300_000;

/**
 * The sight with which it is found out first what the reader sees of the object, where that is little, and only then what of it
 * he asks for: so nothing that is hidden from him is looked at for his question, and no answer takes longer for how much of it
 * there is (ADR 0057). It is no matter for the answer.
 */
export async function seenFirst(ctx: AccessContext, sight: Sight, object: string): Promise<Sight> {
  if (sight.past || sight.rows(object).kind !== 'rows') return sight;
  return (await seesLittle(ctx, sight, object)) ? firstOf(sight, object) : sight;
}

function firstOf(sight: Sight, object: string): Sight {
  return planned(sight.catalog, `seen first|${sight.key}|${object}`, () => {
    return { ...sight, key: `${sight.key} ${object} first`, seenFirst: object };
  });
}

function seesLittle(ctx: AccessContext, sight: Sight, object: string): Promise<boolean> {
  return knownOfReader(ctx, sight, { what: 'sees little', of: object, for: KNOWN_FOR_MS }, async () => {
    return (await costOf(ctx, sight, object)) <= MOST_COST && (await countSeen(ctx, sight, object)) <= MOST_SEEN;
  });
}

async function costOf(ctx: AccessContext, sight: Sight, object: string): Promise<number> {
  const statement = planned(sight.catalog, `cost of seen|${sight.key}|${object}`, () => {
    const explained = sql`explain (format json) select t.id ${new RecordSource(sight, object).only('living').fromWhere()}`;
    return { ...compileStatement(explained, memoryOf(sight.catalog).names), name: () => undefined };
  });
  const { rows } = await runStatement<{ 'QUERY PLAN': [{ Plan: { 'Total Cost': number } }] }>(ctx, statement);
  return rows[0]!['QUERY PLAN'][0].Plan['Total Cost'];
}

/** Counted no further than needed. */
async function countSeen(ctx: AccessContext, sight: Sight, object: string): Promise<number> {
  const statement = planned(sight.catalog, `count seen|${sight.key}|${object}`, () => {
    const seen = sql`select 1 ${new RecordSource(sight, object).only('living').fromWhere()} limit ${given('most')}`;
    return compileStatement(sql`select count(*) as count from (${seen}) as s`, memoryOf(sight.catalog).names);
  });
  const { rows } = await runStatement<{ count: string }>(ctx, statement, { most: MOST_SEEN + 1 });
  return Number(rows[0]!.count);
}

import type { CompiledField } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../access/access-profile.ts';
import { sightOn } from './query/readable-object.ts';
import type { Sight } from './sight/sight.ts';
import { memoryOf, planned } from './sql/catalog-memory.ts';
import { RecordSource } from './sql/record-source.ts';
import { compileStatement, runStatement } from './sql/statement.ts';
import { storedFields } from './store/field-column.ts';

export interface FillRates {
  /** Living records that the reader may see. */
  records: number;
  /** Field → how many of them have a value in it; computed fields are left out. */
  filled: Record<string, number>;
}

/** Counts all fields of an object in one pass over its records. Throws `forbidden`. */
export async function countFilled(ctx: AccessContext, object: string): Promise<FillRates> {
  const { sight } = sightOn(ctx, object);
  const { statement, fields } = countPlan(sight, object);
  const { rows } = await runStatement<Record<string, string>>(ctx, statement, {});
  const counted = rows[0] ?? {};
  return {
    records: Number(counted['records'] ?? 0),
    filled: Object.fromEntries(fields.map(({ name }, index) => [name, Number(counted[`f${index}`] ?? 0)])),
  };
}

function countPlan(sight: Sight, object: string) {
  return planned(sight.catalog, `filled|${sight.key}|${object}`, () => {
    const source = new RecordSource(sight, object).only('living');
    const fields = storedFields(source.record.object).filter(isOwn);
    const counts = fields.map(({ name }, index) => sql`count(${sql.id('t', name)}) as ${sql.id(`f${index}`)}`);
    const columns = sql.join([sql`count(*) as records`, ...counts]);
    const query = sql`select ${columns} ${source.fromWhere()}`;
    return { statement: compileStatement(query, memoryOf(sight.catalog).names), fields };
  });
}

/** Fields of the platform are filled by it. */
function isOwn(field: CompiledField): boolean {
  return !field.system;
}

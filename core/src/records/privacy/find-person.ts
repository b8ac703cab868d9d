import { traitsOf, type CompiledField, type FoundPerson } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { requireRight } from '../../access/people-context.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { systemSight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource, type Place } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { codecOf } from '../store/field-column.ts';
import { personalFields, personalObjects } from './personal-fields.ts';

/** Of one object; more is not one person. */
const MOST_FOUND = 100;
const SHORTEST = 2;

/**
 * Finds records that tell of somebody by e-mail, telephone or name, in all objects, the recycle bin and the fields of
 * others too: whoever answers for a person's data has to find all of it. Needs the right `privacy`.
 */
export async function findPerson(ctx: AccessContext, text: string): Promise<FoundPerson[]> {
  requireRight(ctx, 'privacy');
  const wanted = text.trim();
  if (wanted.length < SHORTEST) return [];
  const values = {
    pattern: `%${wanted.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`,
    digits: digitsOf(wanted),
  };
  const found: FoundPerson[] = [];
  for (const object of personalObjects(ctx.catalog)) found.push(...(await findIn(ctx, object, values)));
  return found;
}

/** Of a telephone number as anybody may write it; null for anything else. */
function digitsOf(text: string): string | null {
  const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '');
  return /^[+\d\s().-]+$/.test(text) && digits.length >= 6 ? `%${digits}` : null;
}

interface FoundRow {
  id: string;
  name: string | null;
  deleted: boolean;
  matched: string[];
}

async function findIn(
  ctx: AccessContext,
  object: CatalogObject,
  values: { pattern: string; digits: string | null },
): Promise<FoundPerson[]> {
  const statement = planned(ctx.catalog, `person|${object.name}`, () => findStatement(ctx, object));
  if (statement === null) return [];
  const { rows } = await runStatement<FoundRow>(ctx, statement, values);
  return rows.map((row) => ({ object: object.name, ...row, name: row.name ?? '' }));
}

function findStatement(ctx: AccessContext, object: CatalogObject) {
  const source = new RecordSource(systemSight(ctx.catalog), object.name);
  const fields = personalFields(object).filter(
    (field) => field.archived !== true && codecOf(field).valueType === 'text',
  );
  if (fields.length === 0) return null;
  const tests = fields.map((field) => ({ field, test: testOf(source.record, field) }));
  const matched = tests.map(({ field, test }) => sql`case when ${test} then ${sql.lit(field.name)} end`);
  source.where(
    sql`(${sql.join(
      tests.map(({ test }) => test),
      sql` or `,
    )})`,
  );
  const nameField = object.fields[object.name_field];
  const name = nameField === undefined ? sql`null` : source.record.value(nameField);
  const query = sql`select t.id, (${name})::text as name, t.deleted_at is not null as deleted,
    array_remove(array[${sql.join(matched)}]::text[], null) as matched
    ${source.fromWhere()} order by t.deleted_at is not null, t.id limit ${sql.lit(MOST_FOUND)}`;
  return compileStatement(query, memoryOf(ctx.catalog).names);
}

/** A telephone number is kept with its country and asked for without. */
function testOf(record: Place, field: CompiledField): RawBuilder<unknown> {
  const value = record.value(field);
  const byText = sql`lower(${value}) like ${given('pattern')}::text`;
  if (!traitsOf(field).personal) return sql`coalesce(${byText}, false)`;
  return sql`coalesce(${byText} or regexp_replace(${value}, '\\D', '', 'g') like ${given('digits')}::text, false)`;
}

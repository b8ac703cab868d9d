import { StrataError, traitsOf, type CompiledField } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../access/access-profile.ts';
import { escapedPattern } from '../expressions-sql/text-pattern.ts';
import { sightOn } from './query/readable-object.ts';
import { seenFirst } from './query/seen-first.ts';
import { unknownFieldIssue } from './query/selection.ts';
import type { Sight } from './sight/sight.ts';
import { memoryOf, planned } from './sql/catalog-memory.ts';
import { RecordSource } from './sql/record-source.ts';
import { compileStatement, given, runStatement, type Statement } from './sql/statement.ts';

/** Records looked at, the last changed first: the words in use now, at a cost that does not grow with the table. */
const LOOKED_AT = 5_000;
const MOST = 20;

/**
 * Words that records the reader may see have in a field of free words, the most used first. Throws `unknown_field`,
 * `no_suggestions`.
 */
export async function suggestValues(
  ctx: AccessContext,
  objectName: string,
  fieldName: string,
  text: string,
): Promise<string[]> {
  const sight = await seenFirst(ctx, sightOn(ctx, objectName).sight, objectName);
  const object = sight.model.objects[objectName]!;
  const field = Object.hasOwn(object.fields, fieldName) ? object.fields[fieldName] : undefined;
  if (field === undefined) {
    const issue = unknownFieldIssue(object, fieldName, 'field');
    throw new StrataError(issue.code, issue.params, [issue]);
  }
  if (!traitsOf(field).suggested) throw new StrataError('no_suggestions', { field: field.label });
  const part = text.trim();
  const values = { part: part === '' ? '%' : `%${escapedPattern(part)}%` };
  const { rows } = await runStatement<{ word: string }>(ctx, suggestPlan(sight, objectName, field), values);
  return rows.map((row) => row.word);
}

function suggestPlan(sight: Sight, object: string, field: CompiledField): Statement {
  return planned(sight.catalog, `suggest|${sight.key}|${object}|${field.name}`, () => {
    const source = new RecordSource(sight, object).only('living');
    const words = source.record.value(field);
    source.where(sql`${words} is not null`);
    const recent = sql`select ${words} as words ${source.fromWhere()} order by t.updated_at desc limit ${sql.lit(LOOKED_AT)}`;
    return compileStatement(
      sql`select word from (${recent}) as recent, unnest(recent.words) as word
        where word ilike ${given('part')}::text
        group by word order by count(*) desc, word limit ${sql.lit(MOST)}`,
      memoryOf(sight.catalog).names,
    );
  });
}

import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import { searchableFields } from './search-row.ts';
import type { SearchWord } from './search-word.ts';

/** Records of one object that are ranked against those of the others. More matches than these mean: type another letter. */
const CANDIDATES = 200;

/**
 * Finds records of all these objects, best first. Each object's part has its own row rule, and every word must stand in
 * a field the reader may read: the index narrows down, the text decides. null when there is nothing he may search.
 */
export function searchPlan(
  sight: Sight,
  objects: readonly string[] | null,
  words: readonly SearchWord[],
): Statement | null {
  const shape = `${objects?.join() ?? '*'}|${words.map((word) => word.match).join()}`;
  const plan = planned(sight.catalog, `search|${sight.key}|${shape}`, () => {
    const searched = Object.values(sight.model.objects).filter((object) => objects?.includes(object.name) ?? true);
    const arms = searched.flatMap((object) => arm(sight, object, words) ?? []);
    if (arms.length === 0) return { statement: null };
    const query = sql`select * from (${sql.join(arms, sql` union all `)}) as h order by score desc, length, id desc limit ${given('limit')}`;
    return { statement: compileStatement(query, memoryOf(sight.catalog).names) };
  });
  return plan.statement;
}

/** Fields of the object that the reader may find by. */
export function findableFields(sight: Sight, object: CompiledObject): CompiledField[] {
  return searchableFields(sight.catalog.object(object.name)).filter((field) => object.fields[field.name] !== undefined);
}

function arm(sight: Sight, object: CompiledObject, words: readonly SearchWord[]): RawBuilder<unknown> | undefined {
  const fields = object.managed ? [] : findableFields(sight, object);
  if (fields.length === 0) return undefined;
  const source = new RecordSource(sight, object.name).only('living');
  const texts = fields.map((field) => sql`(e.texts ->> ${sql.lit(field.name)})`);
  source.join(sql`join core.search_entry as e on e.record_id = t.id`);
  source.where(sql`e.object = ${sql.lit(object.name)} and e.grams @> ${given('grams')}::integer[]`);
  for (const [index, word] of words.entries()) {
    const operator = word.match === 'part' ? sql`like` : sql`~`;
    const found = texts.map((text) => sql`${text} ${operator} ${given(`word${index}`)}`);
    source.where(sql`(${sql.join(found, sql` or `)})`);
  }
  const name = fields.find((field) => field.name === object.name_field);
  const title = name === undefined ? sql`''` : sql`coalesce(e.texts ->> ${sql.lit(name.name)}, '')`;
  return sql`(select ${sql.lit(object.name)} as object, t.id, ${score(title)} as score, length(${title}) as length ${source.fromWhere()} limit ${sql.lit(CANDIDATES)})`;
}

/** The whole name, its beginning, a word of it, a part of it; else it was found in another field. */
function score(title: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${title} = ${given('whole')}::text then 100
    when ${title} like ${given('beginning')} then 80
    when ${title} like ${given('word')} then 60
    when ${title} like ${given('part')} then 40 else 20 end`;
}

import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import { READINGS, searchableFields } from './search-row.ts';
import { gramsOfWord, type SearchWord } from './search-word.ts';

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
  const shape = `${objects?.join() ?? '*'}|${words.map((word) => `${word.match}${word.letters ? '~' : ''}${word.grams.length}`).join()}`;
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
  const readings = fields.map((field) => sql`(e.texts ->> ${sql.lit(field.name + READINGS)})`);
  source.join(sql`join core.search_entry as e on e.record_id = t.id`);
  source.where(sql`e.object = ${sql.lit(object.name)}`);
  // Asked for no pieces at all the index would be read from end to end.
  if (words.some((word) => word.match !== 'typo')) source.where(sql`e.grams @> ${given('grams')}::integer[]`);
  for (const [index, word] of words.entries()) {
    const searched = word.letters ? [...texts, ...readings] : texts;
    if (word.match === 'typo') source.where(onePartIntact(word, index));
    source.where(stands(word, searched, given(`word${index}`)));
  }
  const name = fields.find((field) => field.name === object.name_field);
  const title = name === undefined ? sql`''` : sql`coalesce(e.texts ->> ${sql.lit(name.name)}, '')`;
  const reading = name === undefined ? sql`''` : sql`coalesce(e.texts ->> ${sql.lit(name.name + READINGS)}, '')`;
  return sql`(select ${sql.lit(object.name)} as object, t.id, ${score(title, reading)} as score, length(${title}) as length ${source.fromWhere()} limit ${sql.lit(CANDIDATES)})`;
}

function stands(
  { match }: SearchWord,
  texts: readonly RawBuilder<unknown>[],
  pattern: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // The pattern of a typo has dozens of forms: once over all texts instead of over each.
  if (match === 'typo') return sql`concat_ws(' ', ${sql.join(texts)}) ~ ${pattern}::text`;
  const operator = match === 'part' ? sql`like` : sql`~`;
  return sql`(${sql.join(
    texts.map((text) => sql`${text} ${operator} ${pattern}`),
    sql` or `,
  )})`;
}

/** The index finds a word with a typo by what the typo has left of it. */
function onePartIntact(word: SearchWord, index: number): RawBuilder<unknown> {
  const groups = word.grams.map((_, group) => sql`e.grams @> ${given(gramsOfWord(index, group))}::integer[]`);
  return sql`(${sql.join(groups, sql` or `)})`;
}

/**
 * The whole name, its beginning, a word of it, a part of it, how it or a part of it is typed in letters; else it was found
 * in another field.
 */
function score(title: RawBuilder<unknown>, reading: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${title} = ${given('whole')}::text then 100
    when ${title} like ${given('beginning')} then 80
    when ${title} like ${given('word')} then 60
    when ${title} like ${given('part')} then 40
    when ${given('whole')} = any(string_to_array(${reading}, ' ')) then 35
    when ${reading} like ${given('part')} then 30 else 20 end`;
}

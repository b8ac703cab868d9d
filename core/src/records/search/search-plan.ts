import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { limitKey, limitOf } from '../query/limit.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, type Statement } from '../sql/statement.ts';
import { READINGS, searchableFields } from './search-row.ts';
import { gramsParameter, typoParameter, wordParameter, type SearchWord } from './search-word.ts';

/** Records of one object that are ranked against those of the others. More matches than these mean: type another letter. */
const CANDIDATES = 100;

/**
 * Entries of one object in which a typo is looked for. Half a word may stand in every record, and comparing each with all
 * forms of the typo took seconds.
 */
const MOST_COMPARED = 2_000;

export interface SearchPlan {
  /** null: there is nothing he may search. */
  statement: Statement | null;
  /** The objects it looks in. */
  objects: readonly string[];
}

/**
 * Finds records of all these objects, best first. Each object's part has its own row rule, and every word must stand in
 * a field the reader may read: the index narrows down, the text decides. What was written lately is not in the index yet
 * and is read through.
 */
export function searchPlan(
  sight: Sight,
  objects: readonly string[] | null,
  words: readonly SearchWord[],
  limit: number,
): SearchPlan {
  const shape = `${limitKey(limit)}|${objects?.join() ?? '*'}|${words.map((word) => `${word.match}${word.grams.length}`).join()}`;
  return planned(sight.catalog, `search|${sight.key}|${shape}`, () => {
    const searched = searchedObjects(sight, objects);
    if (searched.length === 0) return { statement: null, objects: [] };
    const found = sql.join(
      searched.map((object) => matches(sight, object, words)),
      sql` union all `,
    );
    const query = sql`with fresh as materialized (${freshRows(words)})
      select h.object, h.id, ${SCORE} as score from (${found}) as h order by score desc, length(h.title), h.id desc limit ${limitOf(limit, 0)}`;
    const statement = compileStatement(query, memoryOf(sight.catalog).names);
    return { statement, objects: searched.map((object) => object.name) };
  });
}

/** Of these objects, or of all, those in which the reader may find anything. */
export function searchedObjects(sight: Sight, objects: readonly string[] | null): CompiledObject[] {
  return Object.values(sight.model.objects).filter(
    (object) => !object.managed && (objects?.includes(object.name) ?? true) && findableFields(sight, object).length > 0,
  );
}

/** Fields of the object that the reader may find by. */
export function findableFields(sight: Sight, object: CompiledObject): CompiledField[] {
  return searchableFields(sight.catalog.object(object.name)).filter((field) => object.fields[field.name] !== undefined);
}

/** As a value of its own, so that one plan serves every search: planning this anew took longer than running it. */
function asked(name: string, type: 'text' | 'integer[]'): RawBuilder<unknown> {
  return sql`(select ${given(name)}::${sql.raw(type)})`;
}

/** What the words may stand in, all objects at once; their fields are looked at later, with those that may be read. */
function freshRows(words: readonly SearchWord[]): RawBuilder<unknown> {
  const conditions = words.map(({ match }, index) => {
    const operator = match === 'typo' ? sql`~` : sql`like`;
    return sql`f.texts ${operator} ${asked(wordParameter(index, 'anywhere'), 'text')}`;
  });
  return sql`select f.record_id, f.object, f.texts::jsonb as texts from core.search_fresh as f where ${and(conditions)}`;
}

/** The records of one object that the reader may see and that have all words. */
function matches(sight: Sight, object: CompiledObject, words: readonly SearchWord[]): RawBuilder<unknown> {
  const freshOnes = fresh(sight, object, words);
  if (!isMistyped(words)) {
    // The index and what is fresh are joined one by one: both together as one table are gone through as a whole, once per
    // record he may see. Who sees twenty of a million waited for a minute.
    const indexedOnes = sql`core.search_entry as e`;
    const decided = indexConditions(sight, object, words, 'e', true);
    return sql`${part(sight, object, indexedOnes, decided)} union all ${part(sight, object, sql`(${freshOnes}) as e`)}`;
  }
  const seenFirst = sight.rows(object.name).kind === 'rows';
  const both = sql`(${compared(sight, object, words, !seenFirst)} union all ${freshOnes}) as e`;
  // To read through a text for all forms of a typo takes longer than to find out that its reader may not see it. As a
  // condition of both tables it is asked of what is left of them.
  const last = sql`case when t.deleted_at is null then ${and(stand(sight, object, words, sql`e.texts`))} end`;
  return part(sight, object, both, seenFirst ? [last] : []);
}

/** `entries`: texts of records, called `e`. */
function part(
  sight: Sight,
  object: CompiledObject,
  entries: RawBuilder<unknown>,
  conditions: readonly RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const name = sql.lit(object.name);
  const title = findableFields(sight, object).find((field) => field.name === object.name_field);
  const text = (suffix: string): RawBuilder<unknown> =>
    title === undefined ? sql`''` : sql`coalesce(e.texts ->> ${sql.lit(title.name + suffix)}, '')`;
  const source = new RecordSource(sight, object.name).only('living');
  source.join(sql`join ${entries} on e.record_id = t.id`);
  for (const condition of conditions) source.where(condition);
  return sql`(select ${name} as object, t.id, ${text('')} as title, ${text(READINGS)} as reading ${source.fromWhere()} limit ${sql.lit(CANDIDATES)})`;
}

function isMistyped(words: readonly SearchWord[]): boolean {
  return words.some((word) => word.match === 'typo');
}

/** `decided`: those in which the words stand, and not only what the index takes for such. */
function indexConditions(
  sight: Sight,
  object: CompiledObject,
  words: readonly SearchWord[],
  entry: 'e' | 's',
  decided: boolean,
): RawBuilder<unknown>[] {
  const alias = sql.id(entry);
  // IN makes one table of them at the first row; EXISTS was planned for a table that is empty most of the time.
  const stale = sql`${alias}.record_id in (select f.record_id from core.search_fresh as f where f.object = ${sql.lit(object.name)})`;
  return [
    ...pieces(object, words, alias),
    ...(decided ? stand(sight, object, words, sql`${alias}.texts`) : []),
    sql`not (${stale})`,
  ];
}

function pieces(
  object: CompiledObject,
  words: readonly SearchWord[],
  alias: RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  const found = [sql`${alias}.object = ${sql.lit(object.name)}`];
  // Asked for no pieces at all the index would be read from end to end.
  if (words.some((word) => word.match !== 'typo'))
    found.push(sql`${alias}.grams @> ${asked(gramsParameter(object.name), 'integer[]')}`);
  for (const [index, word] of words.entries())
    if (word.match === 'typo') found.push(onePartIntact(object, word, index));
  return found;
}

/** What may have the words with a typo in them. */
function compared(
  sight: Sight,
  object: CompiledObject,
  words: readonly SearchWord[],
  decided: boolean,
): RawBuilder<unknown> {
  const few = sql`select * from core.search_entry as s where ${and(pieces(object, words, sql.id('s')))} limit ${sql.lit(MOST_COMPARED)}`;
  return sql`select s.record_id, s.texts from (${few}) as s where ${and(indexConditions(sight, object, words, 's', decided))}`;
}

function fresh(sight: Sight, object: CompiledObject, words: readonly SearchWord[]): RawBuilder<unknown> {
  const own = sql`s.object = ${sql.lit(object.name)}`;
  return sql`select s.record_id, s.texts from fresh as s where ${and([own, ...stand(sight, object, words, sql`s.texts`)])}`;
}

/** Every word stands in a text the reader may read. Most stand in the name, and then the others need not be put together. */
function stand(
  sight: Sight,
  object: CompiledObject,
  words: readonly SearchWord[],
  texts: RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  const fields = findableFields(sight, object);
  const text = (name: string): RawBuilder<unknown> => sql`${texts} ->> ${sql.lit(name)}`;
  const first = fields.filter((field) => field.name === object.name_field).flatMap(bothForms);
  const all = fields.flatMap(bothForms).map(text);
  // A word has no line break in it.
  const places = [...first.map((name) => sql`(${text(name)})`), sql`concat_ws(e'\\n', ${sql.join(all)})`];
  return words.map(({ match }, index) => {
    const operator = match === 'part' ? sql`like` : sql`~`;
    const pattern = asked(wordParameter(index, 'placed'), 'text');
    return sql`(${sql.join(
      places.map((place) => sql`${place} ${operator} ${pattern}`),
      sql` or `,
    )})`;
  });
}

/** As it is written and as it is typed in letters. */
function bothForms({ name }: CompiledField): string[] {
  return [name, name + READINGS];
}

/** The index finds a word with a typo by what the typo has left of it. */
function onePartIntact(object: CompiledObject, word: SearchWord, index: number): RawBuilder<unknown> {
  const groups = word.grams.map(
    (_, group) => sql`s.grams @> ${asked(typoParameter(object.name, index, group), 'integer[]')}`,
  );
  return sql`(${sql.join(groups, sql` or `)})`;
}

function and(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join([...conditions], sql` and `);
}

/**
 * The whole name, its beginning, a word of it, a part of it, how it or a part of it is typed in letters; else it was found
 * in another field.
 */
const SCORE = sql`case when h.title = ${asked('whole', 'text')} then 100
  when h.title like ${asked('beginning', 'text')} then 80
  when h.title like ${asked('word', 'text')} then 60
  when h.title like ${asked('part', 'text')} then 40
  when ${asked('whole', 'text')} = any(string_to_array(h.reading, ' ')) then 35
  when h.reading like ${asked('part', 'text')} then 30 else 20 end`;

import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { limitKey, limitOf } from '../query/limit.ts';
import { select, type Selection } from '../query/selection.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { sharedIds } from '../sql/shared-rows.ts';
import { compileStatement, type Statement } from '../sql/statement.ts';
import { and, anywhere, asked, isMistyped, mayHaveAll, shapeOf } from './search-conditions.ts';
import { ownEntries, type OwnerSet } from './search-owners.ts';
import { READINGS, searchableFields } from './search-row.ts';
import { piecesParameter, waysToFind, wordParameter, type SearchWord } from './search-word.ts';

/** Records of one object that are ranked. More matches than these mean: type another letter. */
export const CANDIDATES = 100;

/**
 * Entries of one object in which a typo is looked for. Half a word may stand in every record, and comparing each with all
 * forms of the typo took seconds.
 */
const MOST_COMPARED = 2_000;

export interface SearchPlan {
  statement: Statement;
  /** How its rows become records: with their name and all fields that the reader may find by. */
  selection: Selection;
}

/**
 * Finds records of one object, best first. Its row rule decides which of them, and every word must stand in a field the
 * reader may read: the index narrows down, the text decides. What was written lately is not in the index yet and is read
 * through. `owners`: the only people whose records the reader sees, beside what is shared with him.
 */
export function searchPlan(
  sight: Sight,
  object: CompiledObject,
  words: readonly SearchWord[],
  limit: number,
  from: OwnerSet | 'candidates' | undefined,
): SearchPlan {
  const source = from === 'candidates' ? from : from !== undefined;
  const shape = `${object.name}|${limitKey(limit)}|${shapeOf(words)}|${source}`;
  return planned(sight.catalog, `search|${sight.key}|${shape}`, () => {
    const searched = { sight, object, words, from };
    const parts = matches(searched);
    const { selection } = parts[0]!;
    const found = sql.join(
      parts.map(({ query }) => query),
      sql` union all `,
    );
    const shown = [...selection.places.keys()].map((alias) => sql.id('h', alias));
    const query = sql`select ${sql.join(shown)}, ${SCORE} as "~score", length(h."~title") as "~length", count(*) over () as "~found" from (${found}) as h
      order by "~score" desc, "~length", h.id desc limit ${limitOf(limit, 0)}`;
    return { statement: compileStatement(query, memoryOf(sight.catalog).names), selection };
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

/** Whether the index leads him to records by texts of theirs that he may not read. */
export function hidesTexts(sight: Sight, object: CompiledObject): boolean {
  return findableFields(sight, object).length < searchableFields(sight.catalog.object(object.name)).length;
}

/** One object as its searcher sees it, and what he looks for. */
interface Searched {
  sight: Sight;
  object: CompiledObject;
  words: readonly SearchWord[];
  from: OwnerSet | 'candidates' | undefined;
}

interface Part {
  query: RawBuilder<unknown>;
  selection: Selection;
}

/** The records that the reader may see and that have all words. */
function matches(searched: Searched): Part[] {
  if (searched.sight.seenFirst === searched.object.name) {
    const { joins, conditions } = newestTexts(searched);
    return [part(searched, joins, conditions)];
  }
  const freshOnes = fresh(searched);
  if (!isMistyped(searched.words)) {
    // The index and what is fresh are joined one by one: both together as one table are gone through as a whole, once per
    // record he may see. Who sees twenty of a million waited for a minute.
    return [
      part(
        searched,
        [joined(sql`core.search_entry`)],
        [...entriesOf(searched, 'e'), ...indexConditions(searched, 'e', true)],
      ),
      part(searched, [joined(sql`(${freshOnes})`)]),
    ];
  }
  const decidedLast = searched.sight.rows(searched.object.name).kind === 'rows';
  const both = sql`${compared(searched, !decidedLast)} union all ${freshOnes}`;
  const entries = joined(sql`(${both})`);
  // To read through a text for all forms of a typo takes longer than to find out that its reader may not see it. As a
  // condition of both tables it is asked of what is left of them.
  const last = sql`case when t.deleted_at is null then ${and(stand(searched, sql`e.texts`))} end`;
  return [part(searched, [entries], decidedLast ? [last] : [])];
}

function joined(entries: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`join ${entries} as e on e.record_id = t.id`;
}

/**
 * Whether the reader sees any record of the object that has all words, where what he sees is found out first (seen-first.ts).
 */
export function anySeen(sight: Sight, object: CompiledObject, words: readonly SearchWord[]): RawBuilder<unknown> {
  const { joins, conditions } = newestTexts({ sight, object, words, from: undefined });
  const source = new RecordSource(sight, object.name).only('living');
  for (const join of joins) source.join(join);
  for (const condition of conditions) source.where(condition);
  return sql`exists (select ${source.fromWhere()})`;
}

/**
 * The newest texts of each record that the reader sees, whatever is looked for: no list of what has a word is read, which would
 * be of everybody's records.
 */
function newestTexts(searched: Searched): { joins: RawBuilder<unknown>[]; conditions: RawBuilder<unknown>[] } {
  const { object, words } = searched;
  const lots = sql`(select r.record_id, r.texts from core.search_lot as l, unnest(l.record_ids, l.texts) as r(record_id, texts) where l.object = ${sql.lit(object.name)} offset 0)`;
  // Asked for each record: as tables like others they could be gone through first.
  const newest = sql`(select coalesce(f.texts::jsonb, w.texts::jsonb, s.texts) as texts,
      case when f.record_id is null and w.record_id is null then s.grams end as grams
    from (select) as one left join core.search_fresh as f on f.record_id = t.id left join core.search_entry as s on s.record_id = t.id offset 0)`;
  // To read through a text for all forms of a typo takes longer than to see that it has neither half of the word.
  const likely = sql`(e.grams is null or ${mayHaveAll(words, sql`e.grams`, piecesOf(object))})`;
  return {
    joins: [sql`left join ${lots} as w on w.record_id = t.id`, sql`join lateral ${newest} as e on true`],
    conditions: [...(isMistyped(words) ? [likely] : []), ...stand(searched, sql`e.texts`)],
  };
}

/** `joins`: of texts of records, called `e`. */
function part(
  { sight, object }: Searched,
  joins: readonly RawBuilder<unknown>[],
  conditions: readonly RawBuilder<unknown>[] = [],
): Part {
  const findable = findableFields(sight, object);
  const title = findable.find((field) => field.name === object.name_field);
  const text = (suffix: string): RawBuilder<unknown> =>
    title === undefined ? sql`''` : sql`coalesce(e.texts ->> ${sql.lit(title.name + suffix)}, '')`;
  const source = new RecordSource(sight, object.name).only('living');
  const selection = select(source.record, shownFields(object, findable));
  for (const join of joins) source.join(join);
  for (const condition of conditions) source.where(condition);
  const query = sql`(select ${sql.join(selection.columns)}, ${text('')} as "~title", ${text(READINGS)} as "~reading" ${source.fromWhere()} limit ${sql.lit(CANDIDATES)})`;
  return { query, selection };
}

/** The texts themselves. */
function shownFields(object: CompiledObject, findable: readonly CompiledField[]): string[] {
  const named = object.fields[object.name_field] === undefined ? [] : [object.name_field];
  return [...new Set([...named, ...findable.map((field) => field.name)])];
}

/** Which entries are looked at: those that are known, those that the owners have or that are shared, or all with the words. */
function asksFor({ sight, object, words, from }: Searched, entry: 'e' | 's'): RawBuilder<unknown> {
  const id = sql`${sql.id(entry, 'record_id')}`;
  if (from === 'candidates') return sql`${id} = any(${asked('ids', 'uuid[]')}::uuid[])`;
  const pieces = piecesOf(object);
  if (from === undefined) return mayHaveAll(words, sql`${sql.id(entry, 'grams')}`, pieces);
  const own = ownEntries(
    from,
    sql.lit(object.name),
    waysToFind(words).map((_, way) => sql`${pieces(way)}::integer[]`),
  );
  const rows = sight.rows(object.name);
  const isShared = rows.kind === 'rows' && rows.shares !== 'none';
  const { slot } = new RecordSource(sight, object.name).unguarded;
  const ids = isShared ? sql`${own} union all ${sharedIds({ objectId: object.id, slot })}` : own;
  return sql`${id} = any(array(${ids}))`;
}

/** `decided`: those in which the words stand, and not only what the index takes for such. */
function indexConditions(searched: Searched, entry: 'e' | 's', decided: boolean): RawBuilder<unknown>[] {
  const { object } = searched;
  // IN makes one table of them at the first row; EXISTS was planned for a table that is empty most of the time.
  const stale = sql`${sql.id(entry, 'record_id')} in (select f.record_id from core.search_fresh as f where f.object = ${sql.lit(object.name)} union all select unnest(l.record_ids) from core.search_lot as l where l.object = ${sql.lit(object.name)})`;
  return [...(decided ? stand(searched, sql`${sql.id(entry, 'texts')}`) : []), sql`not (${stale})`];
}

function entriesOf(searched: Searched, entry: 'e' | 's'): RawBuilder<unknown>[] {
  return [sql`${sql.id(entry, 'object')} = ${sql.lit(searched.object.name)}`, asksFor(searched, entry)];
}

function piecesOf(object: CompiledObject): (way: number) => RawBuilder<unknown> {
  return (way) => asked(piecesParameter(object.name, way), 'integer[]');
}

/** What may have the words with a typo in them. */
function compared(searched: Searched, decided: boolean): RawBuilder<unknown> {
  const few = sql`select * from core.search_entry as s where ${and(entriesOf(searched, 's'))} limit ${sql.lit(MOST_COMPARED)}`;
  const conditions = indexConditions(searched, 's', decided);
  return sql`select s.record_id, s.texts from (${few}) as s where ${and(conditions)}`;
}

function fresh(searched: Searched): RawBuilder<unknown> {
  const { object, words } = searched;
  const rows = sql`select f.record_id, f.texts::jsonb as texts from core.search_waiting as f where f.object = ${sql.lit(object.name)} and ${anywhere(words, sql`f.texts`)} offset 0`;
  return sql`select s.record_id, s.texts from (${rows}) as s where ${and(stand(searched, sql`s.texts`))}`;
}

/** Every word stands in a text the reader may read. Most stand in the name, and then the others need not be put together. */
function stand({ sight, object, words }: Searched, texts: RawBuilder<unknown>): RawBuilder<unknown>[] {
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

/**
 * The whole name, its beginning, a word of it, a part of it, how it or a part of it is typed in letters; else it was found
 * in another field.
 */
const SCORE = sql`case when h."~title" = ${asked('whole', 'text')} then 100
  when h."~title" like ${asked('beginning', 'text')} then 80
  when h."~title" like ${asked('word', 'text')} then 60
  when h."~title" like ${asked('part', 'text')} then 40
  when ${asked('whole', 'text')} = any(string_to_array(h."~reading", ' ')) then 35
  when h."~reading" like ${asked('part', 'text')} then 30 else 20 end`;

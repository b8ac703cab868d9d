import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import { limitKey, limitOf } from '../query/limit.ts';
import { select, type Selection } from '../query/selection.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { sharedRow } from '../sql/shared-rows.ts';
import { compileStatement, type Statement } from '../sql/statement.ts';
import { and, anywhere, asked, isMistyped, mayHaveAll, shapeOf } from './search-conditions.ts';
import { basisOf, ownerPieces, type OwnerSet } from './search-owners.ts';
import { READINGS, searchableFields } from './search-row.ts';
import { piecesParameter, wordParameter, type SearchWord } from './search-word.ts';

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
    const parts = matches({ sight, object, words, from });
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
  const ways = indexed(searched);
  const freshOnes = fresh(searched);
  if (!isMistyped(searched.words)) {
    // The index and what is fresh are joined one by one: both together as one table are gone through as a whole, once per
    // record he may see. Who sees twenty of a million waited for a minute.
    return [
      ...ways.map((way) => part(searched, sql`core.search_entry as e`, indexConditions(searched, 'e', way, true))),
      part(searched, sql`(${freshOnes}) as e`),
    ];
  }
  const seenFirst = searched.sight.rows(searched.object.name).kind === 'rows';
  const both = ways.map((way) => compared(searched, way, !seenFirst));
  const entries = sql`(${sql.join([...both, freshOnes], sql` union all `)}) as e`;
  // To read through a text for all forms of a typo takes longer than to find out that its reader may not see it. As a
  // condition of both tables it is asked of what is left of them.
  const last = sql`case when t.deleted_at is null then ${and(stand(searched, sql`e.texts`))} end`;
  return [part(searched, entries, seenFirst ? [last] : [])];
}

/** `entries`: texts of records, called `e`. */
function part(
  { sight, object }: Searched,
  entries: RawBuilder<unknown>,
  conditions: readonly RawBuilder<unknown>[] = [],
): Part {
  const findable = findableFields(sight, object);
  const title = findable.find((field) => field.name === object.name_field);
  const text = (suffix: string): RawBuilder<unknown> =>
    title === undefined ? sql`''` : sql`coalesce(e.texts ->> ${sql.lit(title.name + suffix)}, '')`;
  const source = new RecordSource(sight, object.name).only('living');
  const selection = select(source.record, shownFields(object, findable));
  source.join(sql`join ${entries} on e.record_id = t.id`);
  for (const condition of conditions) source.where(condition);
  const query = sql`(select ${sql.join(selection.columns)}, ${text('')} as "~title", ${text(READINGS)} as "~reading" ${source.fromWhere()} limit ${sql.lit(CANDIDATES)})`;
  return { query, selection };
}

/** The texts themselves. */
function shownFields(object: CompiledObject, findable: readonly CompiledField[]): string[] {
  const named = object.fields[object.name_field] === undefined ? [] : [object.name_field];
  return [...new Set([...named, ...findable.map((field) => field.name)])];
}

/** Which entries the index is asked for, of all that have the words; `entry`: what they are called. */
type Way = (entry: 'e' | 's') => readonly RawBuilder<unknown>[];

/** All, or those of the owners and, beside them, those that are shared. */
function indexed({ sight, object, from: owners }: Searched): Way[] {
  if (owners === undefined || owners === 'candidates') return [() => []];
  const own = (entry: string) => sql`${sql.id(entry, 'grams')} && ${ownerPieces(owners, basisOf(object.name))}`;
  const { slot } = new RecordSource(sight, object.name).unguarded;
  const shared = (alias: string) =>
    sharedRow(sight.rows(object.name), { objectId: object.id, alias, column: 'record_id', slot });
  if (shared('e') === null) return [(entry) => [own(entry)]];
  return [(entry) => [own(entry)], (entry) => [shared(entry)!, sql`not (${own(entry)})`]];
}

/** `decided`: those in which the words stand, and not only what the index takes for such. */
function indexConditions(searched: Searched, entry: 'e' | 's', way: Way, decided: boolean): RawBuilder<unknown>[] {
  const { object } = searched;
  // IN makes one table of them at the first row; EXISTS was planned for a table that is empty most of the time.
  const stale = sql`${sql.id(entry, 'record_id')} in (select f.record_id from core.search_fresh as f where f.object = ${sql.lit(object.name)} union all select unnest(l.record_ids) from core.search_lot as l where l.object = ${sql.lit(object.name)})`;
  return [
    ...pieces(searched, entry, way),
    ...(decided ? stand(searched, sql`${sql.id(entry, 'texts')}`) : []),
    sql`not (${stale})`,
  ];
}

function pieces({ object, words, from }: Searched, entry: 'e' | 's', way: Way): RawBuilder<unknown>[] {
  const own = sql`${sql.id(entry, 'object')} = ${sql.lit(object.name)}`;
  if (from === 'candidates') return [own, sql`${sql.id(entry, 'record_id')} = any(${asked('ids', 'uuid[]')}::uuid[])`];
  const found = mayHaveAll(words, sql`${sql.id(entry, 'grams')}`, (index) =>
    asked(piecesParameter(object.name, index), 'integer[]'),
  );
  return [own, found, ...way(entry)];
}

/** What may have the words with a typo in them. */
function compared(searched: Searched, way: Way, decided: boolean): RawBuilder<unknown> {
  const few = sql`select * from core.search_entry as s where ${and(pieces(searched, 's', way))} limit ${sql.lit(MOST_COMPARED)}`;
  const conditions = indexConditions(searched, 's', () => [], decided);
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

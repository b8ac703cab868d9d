import {
  didYouMean,
  expressionValue,
  StrataError,
  type CompiledObject,
  type RecordData,
  type SearchHit,
} from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { checkLimit } from './query/limit.ts';
import { scanRecords } from './scan-records.ts';
import { commonPieces } from './search/common-pieces.ts';
import { excerptOf } from './search/excerpt.ts';
import { findPeople } from './search/find-people.ts';
import { findableFields, searchPlan } from './search/search-plan.ts';
import { readMistyped, readSearch, searchParameters, type SearchInput, type SearchWord } from './search/search-word.ts';
import { readerSight, type Sight } from './sight/sight.ts';
import { runStatement } from './sql/statement.ts';

export interface SearchOptions {
  /** Only in these objects. */
  objects?: readonly string[];
  /** 1 to 200, default 20. */
  limit?: number;
}

interface Match {
  object: string;
  id: string;
  score: number;
}

const DEFAULT_LIMIT = 20;

/**
 * Finds records and people by a part of any text the reader may see, over all objects at once, best first; Chinese also by
 * how it is typed in letters (`zhangsan`, `zs`). Where nothing is found, one typo in each longer word is forgiven.
 */
export async function searchRecords(
  ctx: AccessContext,
  text: string,
  options: SearchOptions = {},
): Promise<SearchHit[]> {
  const limit = checkLimit(options.limit, DEFAULT_LIMIT);
  refuseUnknown(ctx, options.objects ?? []);
  const search = readSearch(text);
  if (search === null) return [];
  const hits = await find(ctx, search, options.objects ?? null, limit);
  const mistyped = hits.length === 0 ? readMistyped(text, search) : null;
  return mistyped === null ? hits : find(ctx, mistyped, options.objects ?? null, limit);
}

async function find(
  ctx: AccessContext,
  search: SearchInput,
  objects: readonly string[] | null,
  limit: number,
): Promise<SearchHit[]> {
  const sight = readerSight(ctx.catalog, ctx.access);
  const { statement, objects: searched } = searchPlan(sight, objects, search.words, limit);
  const values = { ...searchParameters(search, searched, await commonPieces(ctx)), limit };
  // People beside the records, not after them: whoever types waits for the longer of the two.
  const [people, rows] = await Promise.all([
    findPeople(ctx, sight, search.words, objects),
    statement === null ? [] : runStatement<Match>(ctx, statement, values).then((found) => found.rows),
  ]);
  const records = await readMatches(ctx, sight, rows);
  const hits = rows.flatMap((match) => {
    const record = records.get(match.id);
    return record === undefined ? [] : [toHit(sight, match, record, search.words)];
  });
  // Records of the same rank stay in their order, before people.
  return [...hits, ...people].sort((a, b) => b.score - a.score).slice(0, limit);
}

function refuseUnknown({ catalog }: AccessContext, objects: readonly string[]): void {
  const unknown = objects.find((object) => !catalog.has(object));
  if (unknown === undefined) return;
  const suggestion = didYouMean(unknown, Object.keys(catalog.model.objects));
  throw new StrataError('unknown_object', { object: unknown, suggestion });
}

/** The texts themselves, of the few that are shown. */
async function readMatches(
  ctx: AccessContext,
  sight: Sight,
  matches: readonly Match[],
): Promise<Map<string, RecordData>> {
  const byObject = Map.groupBy(matches, (match) => match.object);
  const records = new Map<string, RecordData>();
  for (const [name, found] of byObject) {
    const object = sight.model.objects[name]!;
    const named = object.fields[object.name_field] === undefined ? [] : [object.name_field];
    const fields = [...new Set([...named, ...findableFields(sight, object).map((field) => field.name)])];
    const ids = found.map((match) => match.id);
    for (const record of await scanRecords(ctx, name, { fields, ids, limit: ids.length }))
      records.set(record.id, record);
  }
  return records;
}

function toHit(
  sight: Sight,
  { object: name, id, score }: Match,
  record: RecordData,
  words: readonly SearchWord[],
): SearchHit {
  const object = sight.model.objects[name]!;
  const named = object.fields[object.name_field];
  const title = named && expressionValue(named, record[object.name_field] ?? null);
  const fields = findableFields(sight, object).map((field) => field.name);
  // The name first: where the word stands in it as well, that is what people look for.
  const ordered = [...fields.filter((field) => field === object.name_field), ...fields];
  const { field, excerpt } = excerptOf(textsOf(record, object), ordered, words);
  return { object: name, id, name: typeof title === 'string' ? title : '', field, excerpt, score };
}

function textsOf(record: RecordData, object: CompiledObject): RecordData {
  const texts: RecordData = { id: record.id };
  for (const [name, value] of Object.entries(record)) {
    const field = object.fields[name];
    texts[name] = field === undefined ? value : expressionValue(field, value);
  }
  return texts;
}

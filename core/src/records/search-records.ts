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
import { excerptOf } from './search/excerpt.ts';
import { findableFields, searchPlan } from './search/search-plan.ts';
import { readSearch, type SearchWord } from './search/search-word.ts';
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

/** Finds records by a part of any text the reader may see, over all objects at once, best first. */
export async function searchRecords(
  ctx: AccessContext,
  text: string,
  options: SearchOptions = {},
): Promise<SearchHit[]> {
  const limit = checkLimit(options.limit, DEFAULT_LIMIT);
  refuseUnknown(ctx, options.objects ?? []);
  const search = readSearch(text);
  const sight = readerSight(ctx.catalog, ctx.access);
  const statement = search && searchPlan(sight, options.objects ?? null, search.words);
  if (search === null || statement === null) return [];
  const { rows } = await runStatement<Match>(ctx, statement, { ...search.parameters, limit });
  const records = await readMatches(ctx, sight, rows);
  return rows.flatMap((match) => {
    const record = records.get(match.id);
    return record === undefined ? [] : [toHit(sight, match, record, search.words)];
  });
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

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
import { seenFirst } from './query/seen-first.ts';
import { commonPieces, type Commonness } from './search/common-pieces.ts';
import { excerptOf } from './search/excerpt.ts';
import { readPeople, type FoundPeople } from './search/find-people.ts';
import { fewOwners, type OwnerSet } from './search/search-owners.ts';
import { held } from './search/held-search.ts';
import { isLedPastHidden } from './search/led-past-hidden.ts';
import { madeObjects } from './search/search-gaps.ts';
import { CANDIDATES, findableFields, searchPlan, searchedObjects, type SearchPlan } from './search/search-plan.ts';
import { presentAmong, presentObjects, type LittleSeen, type Present } from './search/search-presence.ts';
import { sharesSeen } from './search/shares-seen.ts';
import { readMistyped, readSearch, searchParameters, type SearchInput, type SearchWord } from './search/search-word.ts';
import { readerSight, type Sight } from './sight/sight.ts';
import { runStatement, type GivenValues } from './sql/statement.ts';

export interface SearchOptions {
  /** Only in these objects. */
  objects?: readonly string[];
  /** 1 to 200, default 20. */
  limit?: number;
}

interface Match {
  object: CompiledObject;
  record: RecordData;
  score: number;
  /** Of its name. */
  length: number;
}

interface MatchRow {
  [column: string]: unknown;
  '~score': number;
  '~length': number;
  /** How many were ranked. */
  '~found': string;
}

type SearchValues = GivenValues & { limit: number };

const DEFAULT_LIMIT = 20;
const NOTHING_KNOWN: Commonness = { all: new Map(), seen: new Map() };

/** Of so many objects it is found out whether the reader sees little of them; a workspace may have three hundred. */
const MOST_LOOKED_INTO = 40;

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
  const searched = await searchedBy(ctx, options.objects ?? null);
  const answer = () => answerOf(ctx, { text, search, searched, options, limit });
  const { sight, objects, owners } = searched;
  return isLedPastHidden(sight, objects, owners) ? held(answer) : answer();
}

interface Question {
  text: string;
  search: SearchInput;
  searched: Searched;
  options: SearchOptions;
  limit: number;
}

async function answerOf(ctx: AccessContext, question: Question): Promise<SearchHit[]> {
  const { text, search, searched, options, limit } = question;
  // People beside the records, not after them: whoever types waits for the longer of the two.
  const people = readPeople(ctx, searched.sight, options.objects ?? null);
  // Where the records fail nobody waits for them any more.
  people.catch(() => undefined);
  const hits = await find(ctx, search, searched, people, limit);
  const mistyped = hits.length === 0 ? readMistyped(text, search) : null;
  return mistyped === null ? hits : find(ctx, mistyped, searched, people, limit);
}

/** What the reader may look in. */
interface Searched {
  sight: Sight;
  /** Asked of the index. */
  objects: readonly CompiledObject[];
  owners: ReadonlyMap<string, OwnerSet>;
  /** Of which he sees so little that it is looked at first. */
  little: readonly LittleSeen[];
}

async function searchedBy(ctx: AccessContext, names: readonly string[] | null): Promise<Searched> {
  const sight = readerSight(ctx.catalog, ctx.access);
  const all = searchedObjects(sight, names);
  const restricted = all.filter(({ name }) => sight.rows(name).kind === 'rows').slice(0, MOST_LOOKED_INTO);
  const looked = await Promise.all(
    restricted.map(async (object) => ({ object, sight: await seenFirst(ctx, sight, object.name) })),
  );
  const little = looked.filter((each) => each.sight.seenFirst !== undefined);
  const objects = all.filter((object) => !little.some((each) => each.object === object));
  const made = await madeObjects(ctx, objects);
  return { sight, objects, little, owners: await fewOwners(ctx, sight, made) };
}

async function find(
  ctx: AccessContext,
  search: SearchInput,
  searched: Searched,
  people: Promise<FoundPeople>,
  limit: number,
): Promise<SearchHit[]> {
  const { sight, objects, owners, little } = searched;
  const values = { ...searchParameters(search, await commonIn(ctx, searched)), limit };
  const amongLittle = findAmong(ctx, little, search.words, values);
  // Where the others fail nobody waits for it any more.
  amongLittle.catch(() => undefined);
  const present = await presentObjects(ctx, sight, { words: search.words, values }, objects, owners);
  const found = await Promise.all(present.map((each) => findIn(ctx, searched, search.words, values, each)));
  const best = [...(await amongLittle), ...found].flat().sort(byRank).slice(0, limit);
  const hits = best.map((match) => toHit(sight, match, search.words));
  // Records of the same rank stay in their order, before people.
  return [...hits, ...(await people).with(search.words)].sort((a, b) => b.score - a.score).slice(0, limit);
}

/** Who is led through lists of his own leaves out what is common in these: what is so among others must not show. */
async function commonIn(
  ctx: AccessContext,
  { sight, objects, owners, little }: Searched,
): Promise<Map<string, Commonness>> {
  const all = await commonPieces(ctx);
  const ofEach = objects.map(async ({ name }) => {
    return [name, { all, seen: owners.has(name) ? await sharesSeen(ctx, sight, name) : all }] as const;
  });
  return new Map([
    ...(await Promise.all(ofEach)),
    ...little.map(({ object }) => [object.name, NOTHING_KNOWN] as const),
  ]);
}

/** Of what the reader sees little of; first in which of it there is anything, by one statement. */
async function findAmong(
  ctx: AccessContext,
  little: readonly LittleSeen[],
  words: readonly SearchWord[],
  values: SearchValues,
): Promise<Match[][]> {
  const present = await presentAmong(ctx, little, words, values);
  return Promise.all(
    present.map(async ({ object, sight }) => {
      return (await runPlan(ctx, searchPlan(sight, object, words, values.limit, undefined), values, object)).matches;
    }),
  );
}

/** Among the candidates that are known; where these are not all and too few of them are it, by the index. */
async function findIn(
  ctx: AccessContext,
  { sight, owners }: Searched,
  words: readonly SearchWord[],
  values: SearchValues,
  { object, candidates }: Present,
): Promise<Match[]> {
  if (candidates !== null) {
    const plan = searchPlan(sight, object, words, values.limit, 'candidates');
    const { matches, found } = await runPlan(ctx, plan, { ...values, ids: candidates.ids }, object);
    if (candidates.all || found >= CANDIDATES) return matches;
  }
  const plan = searchPlan(sight, object, words, values.limit, owners.get(object.name));
  return (await runPlan(ctx, plan, values, object)).matches;
}

async function runPlan(
  ctx: AccessContext,
  { statement, selection }: SearchPlan,
  values: GivenValues,
  object: CompiledObject,
): Promise<{ matches: Match[]; found: number }> {
  const { rows } = await runStatement<MatchRow>(ctx, statement, values);
  const matches = rows.map((row) => ({
    object,
    record: selection.toRecord(row),
    score: row['~score'],
    length: row['~length'],
  }));
  return { matches, found: Number(rows[0]?.['~found'] ?? 0) };
}

/** Best first; of the same rank the shorter name, which the words are more of, and then the newer record. */
function byRank(a: Match, b: Match): number {
  return b.score - a.score || a.length - b.length || (a.record.id < b.record.id ? 1 : -1);
}

function refuseUnknown({ catalog }: AccessContext, objects: readonly string[]): void {
  const unknown = objects.find((object) => !catalog.has(object));
  if (unknown === undefined) return;
  const suggestion = didYouMean(unknown, Object.keys(catalog.model.objects));
  throw new StrataError('unknown_object', { object: unknown, suggestion });
}

function toHit(sight: Sight, { object, record, score }: Match, words: readonly SearchWord[]): SearchHit {
  const named = object.fields[object.name_field];
  const title = named && expressionValue(named, record[object.name_field] ?? null);
  const fields = findableFields(sight, object).map((field) => field.name);
  // The name first: where the word stands in it as well, that is what people look for.
  const ordered = [...fields.filter((field) => field === object.name_field), ...fields];
  const { field, excerpt } = excerptOf(textsOf(record, object), ordered, words);
  return { object: object.name, id: record.id, name: typeof title === 'string' ? title : '', field, excerpt, score };
}

function textsOf(record: RecordData, object: CompiledObject): RecordData {
  const texts: RecordData = { id: record.id };
  for (const [name, value] of Object.entries(record)) {
    const field = object.fields[name];
    texts[name] = field === undefined ? value : expressionValue(field, value);
  }
  return texts;
}

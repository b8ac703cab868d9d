import type { CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import { requestSlots } from '../../expressions-sql/sql-scope.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { sharedIds } from '../sql/shared-rows.ts';
import { compileStatement, runStatement, type GivenValues, type Statement } from '../sql/statement.ts';
import { and, anywhere, asked, mayHaveAll, shapeOf } from './search-conditions.ts';
import { ownEntries, type OwnerSet } from './search-owners.ts';
import { anySeen } from './search-plan.ts';
import { OWNER } from './search-row.ts';
import { piecesParameter, waysToFind, type SearchWord } from './search-word.ts';

/** Candidates that are named with their object, so that the index is asked once; of more than these some. */
const NAMED = 150;

/** An object in which anything may have all words. */
export interface Present {
  object: CompiledObject;
  candidates: Candidates | null;
}

export interface Candidates {
  /** As PostgreSQL writes an array. */
  ids: string;
  /** There are no others. */
  all: boolean;
}

interface PresenceRow {
  object: string;
  count: number;
  ids: string;
}

/**
 * Those of the objects in which anything may have all words. Most words stand in one object or two, and to look into each of
 * thirty by a statement that knows all their fields took longer to begin than to do. Where the reader sees only what certain
 * people own, no entry of the others' is read here either.
 */
export async function presentObjects(
  ctx: AccessContext,
  sight: Sight,
  search: { words: readonly SearchWord[]; values: GivenValues },
  objects: readonly CompiledObject[],
  owners: ReadonlyMap<string, OwnerSet>,
): Promise<Present[]> {
  if (objects.length === 0) return [];
  const { words, values } = search;
  const groups = Map.groupBy(objects, ({ name }) =>
    JSON.stringify([isNamed(sight, name, owners), owners.get(name)?.key]),
  );
  const parts = [...groups.values()].map((members) => partOf(sight, members, owners));
  const arrays = parts.map((part, index) => partValues(words, part.objects, index, values));
  const { rows } = await runStatement<PresenceRow>(
    ctx,
    presencePlan(sight, words, parts),
    Object.assign({}, values, ...arrays),
  );
  const found = new Map(rows.map((row) => [row.object, row]));
  return parts.flatMap(({ objects: members, named }) =>
    members.flatMap((object) => {
      const row = found.get(object.name);
      if (row === undefined) return [];
      return [{ object, candidates: named ? { ids: row.ids, all: row.count < NAMED } : null }];
    }),
  );
}

/** An object of which the reader sees little, with the sight that finds that out first. */
export interface LittleSeen {
  object: CompiledObject;
  sight: Sight;
}

/** Those of them in which he sees anything that has all words. */
export async function presentAmong(
  ctx: AccessContext,
  little: readonly LittleSeen[],
  words: readonly SearchWord[],
  values: GivenValues,
): Promise<LittleSeen[]> {
  if (little.length === 0) return [];
  const key = `seen|${shapeOf(words)}|${little.map(({ sight }) => sight.key).join('|')}`;
  const statement = planned(ctx.catalog, key, () => {
    const each = little.map(({ object, sight }) => {
      return sql`select ${sql.lit(object.name)}::text as object where ${anySeen(sight, object, words)}`;
    });
    return compileStatement(sql.join(each, sql` union all `), memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<{ object: string }>(ctx, statement, values);
  const found = new Set(rows.map((row) => row.object));
  return little.filter(({ object }) => found.has(object.name));
}

/** Objects that are asked for alike. */
interface Part {
  objects: readonly CompiledObject[];
  owners: OwnerSet | undefined;
  named: boolean;
}

function partOf(sight: Sight, objects: readonly CompiledObject[], owners: ReadonlyMap<string, OwnerSet>): Part {
  const { name } = objects[0]!;
  return { objects, owners: owners.get(name), named: isNamed(sight, name, owners) };
}

/** Where most candidates are seen by him. */
function isNamed(sight: Sight, object: string, owners: ReadonlyMap<string, OwnerSet>): boolean {
  return sight.rows(object).kind === 'all' || owners.has(object);
}

function presencePlan(sight: Sight, words: readonly SearchWord[], parts: readonly Part[]): Statement {
  const key = JSON.stringify(parts.map(({ owners, named }) => [owners?.key, named]));
  return planned(sight.catalog, `present|${sight.key}|${shapeOf(words)}|${key}`, () => {
    const branches = parts.map((part, index) => branch(sight, words, part, index));
    return compileStatement(sql.join(branches, sql` union all `), memoryOf(sight.catalog).names);
  });
}

/** As a table of its own the entries are planned to be read all, which is by the index, and are read as far as needed. */
function branch(sight: Sight, words: readonly SearchWord[], part: Part, index: number): RawBuilder<unknown> {
  const { owners, named } = part;
  const ways = waysToFind(words).map((_, way) => way);
  const columns = ['object', 'object_id', ...ways.map(columnOf)].map((name) => sql.id(name));
  const arrays = [
    asked(`${index} objects`, 'text[]'),
    asked(`${index} object ids`, 'text[]'),
    ...ways.map((way) => asked(arrayName(index, way), 'text[]')),
  ];
  const limit = sql.lit(named ? NAMED : 1);
  const entries = owners === undefined ? entriesWith(words) : entriesSeen(sight, words, part, owners);
  const waiting = [sql`f.object = a.object`, anywhere(words, sql`f.texts`)];
  if (owners !== undefined) waiting.push(waitingSeen(sight, part, owners));
  const ids = sql`array(
    (with found as materialized (${entries}) select record_id from found limit ${limit})
    union all (select f.record_id from core.search_waiting as f where ${and(waiting)} limit ${limit}))`;
  return sql`select a.object, cardinality(c.ids) as count, c.ids::text as ids from unnest(${sql.join(arrays)}) as a(${sql.join(columns)}),
    lateral (select ${ids} as ids offset 0) as c where cardinality(c.ids) > 0`;
}

/** Entries that may have all words, and meet what else is asked. */
function entriesWith(words: readonly SearchWord[], more: readonly RawBuilder<unknown>[] = []): RawBuilder<unknown> {
  const conditions = [sql`s.object = a.object`, mayHaveAll(words, sql`s.grams`, piecesOfWay), ...more];
  return sql`select s.record_id from core.search_entry as s where ${and(conditions)}`;
}

function piecesOfWay(way: number): RawBuilder<unknown> {
  return sql`${sql.id('a', columnOf(way))}::integer[]`;
}

/** Those of the owners, and those that are shared. */
function entriesSeen(sight: Sight, words: readonly SearchWord[], part: Part, owners: OwnerSet): RawBuilder<unknown> {
  const ways = waysToFind(words).map((_, way) => piecesOfWay(way));
  const own = ownEntries(owners, sql`a.object`, ways);
  const shared = sharedWith(sight, part);
  if (shared === null) return own;
  return sql`${own} union all ${entriesWith(words, [sql`s.record_id = any(array(${shared}))`])}`;
}

/** The same of what is not in the index yet. */
function waitingSeen(sight: Sight, part: Part, owners: OwnerSet): RawBuilder<unknown> {
  const own = sql`(f.texts::jsonb ->> ${sql.lit(OWNER)})::uuid in (${owners.ids()})`;
  const shared = sharedWith(sight, part);
  return shared === null ? own : sql`(${own} or f.record_id in (${shared}))`;
}

/** The ids of what is shared with the reader; null where nothing is. */
function sharedWith(sight: Sight, { objects }: Part): RawBuilder<unknown> | null {
  const rows = sight.rows(objects[0]!.name);
  if (rows.kind !== 'rows' || rows.shares === 'none') return null;
  return sharedIds({ objectId: sql`a.object_id`, slot: sight.slot ?? requestSlots });
}

function columnOf(way: number): string {
  return `pieces_${way}`;
}

function arrayName(part: number, way: number): string {
  return `${part} ${columnOf(way)}`;
}

/** The pieces of each object as a text: arrays of different lengths make no array. */
function partValues(
  words: readonly SearchWord[],
  objects: readonly CompiledObject[],
  part: number,
  values: GivenValues,
): Record<string, unknown> {
  const pieces = (object: string, way: number) => values[piecesParameter(object, way)] as readonly number[];
  const arrays = waysToFind(words).map((_, way) => [
    arrayName(part, way),
    objects.map(({ name }) => `{${pieces(name, way).join()}}`),
  ]);
  return {
    [`${part} objects`]: objects.map(({ name }) => name),
    [`${part} object ids`]: objects.map(({ id }) => id),
    ...Object.fromEntries(arrays),
  };
}

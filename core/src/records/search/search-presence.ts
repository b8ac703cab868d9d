import type { CompiledObject } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { compileStatement, runStatement, type GivenValues, type Statement } from '../sql/statement.ts';
import { ownerBasis } from './grams.ts';
import { and, anywhere, asked, mayHaveAll, shapeOf } from './search-conditions.ts';
import { ownerPieces, type OwnerSet } from './search-owners.ts';
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
    JSON.stringify([isNamed(sight, name, owners), narrowing(sight, name, owners)?.key]),
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

/** Objects that are asked for alike. */
interface Part {
  objects: readonly CompiledObject[];
  owners: OwnerSet | undefined;
  named: boolean;
}

function partOf(sight: Sight, objects: readonly CompiledObject[], owners: ReadonlyMap<string, OwnerSet>): Part {
  const { name } = objects[0]!;
  return { objects, owners: narrowing(sight, name, owners), named: isNamed(sight, name, owners) };
}

/** What is shared with him may be anybody's. */
function narrowing(sight: Sight, object: string, owners: ReadonlyMap<string, OwnerSet>): OwnerSet | undefined {
  const rows = sight.rows(object);
  return rows.kind === 'rows' && rows.shares === 'none' ? owners.get(object) : undefined;
}

/** Where most candidates are seen by him. */
function isNamed(sight: Sight, object: string, owners: ReadonlyMap<string, OwnerSet>): boolean {
  return sight.rows(object).kind === 'all' || narrowing(sight, object, owners) !== undefined;
}

function presencePlan(sight: Sight, words: readonly SearchWord[], parts: readonly Part[]): Statement {
  const key = JSON.stringify(parts.map(({ owners, named }) => [owners?.key, named]));
  return planned(sight.catalog, `present|${sight.key}|${shapeOf(words)}|${key}`, () => {
    const branches = parts.map((part, index) => branch(words, part, index));
    return compileStatement(sql.join(branches, sql` union all `), memoryOf(sight.catalog).names);
  });
}

/** As a table of its own the entries are planned to be read all, which is by the index, and are read as far as needed. */
function branch(words: readonly SearchWord[], { owners, named }: Part, part: number): RawBuilder<unknown> {
  const ways = waysToFind(words).map((_, way) => way);
  const columns = ['object', 'basis', ...ways.map(columnOf)].map((name) => sql.id(name));
  const arrays = [
    asked(`${part} objects`, 'text[]'),
    asked(`${part} bases`, 'integer[]'),
    ...ways.map((way) => asked(arrayName(part, way), 'text[]')),
  ];
  const pieces = (way: number) => sql`${sql.id('a', columnOf(way))}::integer[]`;
  const own = owners === undefined ? [] : [sql`s.grams && ${ownerPieces(owners, sql`a.basis`)}`];
  const entries = [sql`s.object = a.object`, mayHaveAll(words, sql`s.grams`, pieces), ...own];
  const limit = sql.lit(named ? NAMED : 1);
  const ids = sql`array(
    (with found as materialized (select s.record_id from core.search_entry as s where ${and(entries)}) select record_id from found limit ${limit})
    union all (select f.record_id from core.search_waiting as f where f.object = a.object and ${anywhere(words, sql`f.texts`)} limit ${limit}))`;
  return sql`select a.object, cardinality(c.ids) as count, c.ids::text as ids from unnest(${sql.join(arrays)}) as a(${sql.join(columns)}),
    lateral (select ${ids} as ids offset 0) as c where cardinality(c.ids) > 0`;
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
    [`${part} bases`]: objects.map(({ name }) => ownerBasis(name)),
    ...Object.fromEntries(arrays),
  };
}

import type { AccessContext } from '../../access/access-profile.ts';
import { sql, type RawBuilder } from 'kysely';
import { referredBy } from '../../expressions-sql/expression-to-sql.ts';
import type { CompiledObject } from '@stratacrm/sdk';
import { knownOfReader } from '../sight/reader-memory.ts';
import type { Sight } from '../sight/sight.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource } from '../sql/record-source.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';

/** The index is asked for each of them, which takes some 20 µs. */
const MOST_OWNERS = 200;
const KNOWN_FOR_MS = 60_000;

/** The people by whom the index is narrowed down for a reader. */
export interface OwnerSet {
  /** Objects with the same key have the same people. */
  readonly key: string;
  /** A SELECT of their ids. */
  ids(): RawBuilder<unknown>;
}

/**
 * Whose records of the object the reader may see, where his row rules let him see only what certain people own; what is
 * shared with him besides is not looked at here. null where they let him see others too.
 */
export function ownersSeen(sight: Sight, object: string): OwnerSet | null {
  return planned(sight.catalog, `owners|${sight.key}|${object}`, () => {
    const rows = sight.rows(object);
    if (rows.kind !== 'rows' || rows.shares === 'many') return null;
    const ids = () => referredBy(rows.rules, 'owner', new RecordSource(sight, object).unguarded);
    if (ids() === undefined) return null;
    return { key: rows.rules.map(({ source }) => source).join('\n'), ids: () => ids()! };
  });
}

/** The same, where these people are few enough to be looked for. It is no matter for the answer, only for its speed. */
export async function fewOwners(
  ctx: AccessContext,
  sight: Sight,
  objects: readonly CompiledObject[],
): Promise<ReadonlyMap<string, OwnerSet>> {
  const few = new Map<string, OwnerSet>();
  for (const { name } of objects) {
    const owners = ownersSeen(sight, name);
    if (owners !== null && (await areFew(ctx, sight, owners))) few.set(name, owners);
  }
  return few;
}

function areFew(ctx: AccessContext, sight: Sight, owners: OwnerSet): Promise<boolean> {
  return knownOfReader(ctx, sight, { what: 'few owners', of: owners.key, for: KNOWN_FOR_MS }, async () => {
    return (await countOwners(ctx, sight, owners)) <= MOST_OWNERS;
  });
}

async function countOwners(ctx: AccessContext, sight: Sight, { key, ids }: OwnerSet): Promise<number> {
  const statement = planned(sight.catalog, `count owners|${sight.key}|${key}`, () => {
    const most = sql`select from (${ids()}) as o limit ${given('most')}`;
    return compileStatement(sql`select count(*) as count from (${most}) as o`, memoryOf(sight.catalog).names);
  });
  const { rows } = await runStatement<{ count: string }>(ctx, statement, { most: MOST_OWNERS + 1 });
  return Number(rows[0]!.count);
}

/**
 * A SELECT of the ids of entries that these people own and that may have all words; `ways`: the pieces of each way to look for
 * them. For each of them the lists of his own pieces are read, and no list of others.
 */
export function ownEntries(
  { ids }: OwnerSet,
  object: RawBuilder<unknown>,
  ways: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const owners = sql`select ('x' || right(i.id::text, 8))::bit(32)::integer as mixed from (${ids()}) as i(id) offset 0`;
  const found = ways.map(
    (pieces) => sql`s.grams @> array(select p.piece # o.mixed from unnest(${pieces}) as p(piece))`,
  );
  const entries = sql`select s.record_id from core.search_entry as s where s.object = ${object} and (${sql.join(found, sql` or `)}) offset 0`;
  return sql`select e.record_id from (${owners}) as o, lateral (${entries}) as e`;
}

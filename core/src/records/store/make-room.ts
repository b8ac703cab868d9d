import type { Database, Queryable } from '../../kernel/database.ts';
import type { Catalog, CatalogObject, ModelContext } from '../../model/catalog.ts';
import { isReasonable } from '../../model/partitions/keep-partitions.ts';
import { makePartition } from '../../model/partitions/make-partition.ts';
import { isCovered, readPartitionedTables, type PartitionedTable } from '../../model/partitions/partitioned-table.ts';
import { quarterOf } from '../../model/partitions/quarter.ts';
import { momentOf } from '../../model/partitions/record-moment.ts';

const LOG = { schema: 'core', name: 'change_log' };

/**
 * Makes the partitions that what is about to be stored lacks: of the change log for this moment, and of an object kept
 * by time for the moments of its new records. It is no condition of the write: where a partition cannot be made now, the
 * default one takes the rows, and the hourly job carries them over.
 */
export async function makeRoom(ctx: ModelContext, object: CatalogObject, created: readonly string[]): Promise<void> {
  await makeRoomIn(ctx, LOG, [ctx.now.getTime()]);
  if (object.partition_by === undefined || created.length === 0) return;
  const quarters = new Set(created.map((id) => quarterOf(new Date(momentOf(id))).from.getTime()));
  await makeRoomIn(ctx, object.table, [...quarters]);
}

async function makeRoomIn(
  ctx: ModelContext,
  table: { schema: string; name: string },
  moments: readonly number[],
): Promise<void> {
  const known = knownRanges(ctx.catalog, table);
  if (moments.every((moment) => known.covers(moment))) return;
  // In an open transaction a partition would be seen by nobody else, and keep its locks until the end.
  if (!isDatabase(ctx.db)) return;
  try {
    const found = await readPartitionedTables(ctx.db, table);
    for (const moment of moments) await makeMissing(ctx.db, found[0], moment, ctx.now);
    known.learn((await readPartitionedTables(ctx.db, table))[0], moments);
  } catch {
    known.learn(undefined, moments);
  }
}

async function makeMissing(
  db: Database,
  table: PartitionedTable | undefined,
  moment: number,
  now: Date,
): Promise<void> {
  if (table === undefined || isCovered(table, moment) || !isReasonable(moment, now)) return;
  await makePartition(db, table, quarterOf(new Date(moment)));
}

/** What a process knows of the pieces of a table. A piece is never taken away, so what is known stays true. */
class KnownRanges {
  #ranges: { from: number; to: number }[] = [];

  covers(moment: number): boolean {
    return this.#ranges.some((range) => range.from <= moment && moment < range.to);
  }

  /** What could not be made is not tried again at every write: its quarter counts as known until the next release. */
  learn(table: PartitionedTable | undefined, asked: readonly number[]): void {
    const ranges = (table?.partitions ?? []).flatMap(({ range }) => range ?? []);
    const quarters = asked.map((moment) => quarterOf(new Date(moment)));
    this.#ranges = [
      ...this.#ranges,
      ...ranges,
      ...quarters.map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })),
    ].filter(({ from }, index, all) => all.findIndex((other) => other.from === from) === index);
  }
}

function knownRanges(catalog: Catalog, { schema, name }: { schema: string; name: string }): KnownRanges {
  const key = `partitions ${schema}.${name}`;
  let known = catalog.derived.get(key) as KnownRanges | undefined;
  if (known === undefined) catalog.derived.set(key, (known = new KnownRanges()));
  return known;
}

function isDatabase(db: Queryable): db is Database {
  return 'transaction' in db;
}

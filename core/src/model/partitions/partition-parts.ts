import type { Database } from '../../kernel/database.ts';
import type { DesiredForeignKey, DesiredIndex } from '../physical/table-indexes.ts';
import { withoutBlocking } from '../physical/run-ddl.ts';
import { identifier } from '../physical/sql-text.ts';
import { quarterOf } from './quarter.ts';
import { qualifiedName, readPartitionedTables, type Partition, type PartitionedTable } from './partitioned-table.ts';

interface Table {
  schema: string;
  name: string;
}

/**
 * An index of a table in pieces, beside running traffic: PostgreSQL makes one concurrently only piece by piece, and the
 * whole's is complete when each piece's is a part of it.
 */
export async function makePartitionedIndex(database: Database, named: Table, index: DesiredIndex): Promise<void> {
  const table = await requireTable(database, named);
  const whole = qualifiedName({ schema: named.schema, name: index.name });
  if (await isEmpty(database, named)) {
    await withoutBlocking(database, async (tx) => {
      await tx.query(`drop index if exists ${whole}`);
      await tx.query(`create index ${identifier(index.name)} on ${qualifiedName(named)} ${index.definition}`);
    });
    return;
  }
  // One that is complete is not what is wanted, or nobody would ask; one that is not is taken up where it was left.
  const { rowCount } = await database.query(`select from pg_index where indexrelid = to_regclass($1) and indisvalid`, [
    whole,
  ]);
  if (rowCount > 0) await dropPartitionedIndex(database, { schema: named.schema, name: index.name });
  await withoutBlocking(database, (tx) =>
    tx.query(
      `create index if not exists ${identifier(index.name)} on only ${qualifiedName(named)} ${index.definition}`,
    ),
  );
  for (const partition of table.partitions) await makePieceOfIndex(database, partition, index, whole);
}

async function makePieceOfIndex(
  database: Database,
  piece: Partition,
  index: DesiredIndex,
  whole: string,
): Promise<void> {
  const { rowCount } = await database.query(
    `select from pg_inherits i join pg_index x on x.indexrelid = i.inhrelid
     where i.inhparent = $1::text::regclass and x.indrelid = $2::text::regclass`,
    [whole, qualifiedName(piece)],
  );
  if (rowCount > 0) return;
  const name = `${index.name}_${suffixOf(piece)}`;
  const part = qualifiedName({ schema: piece.schema, name });
  await database.query(`drop index concurrently if exists ${part}`);
  await database.query(`create index concurrently ${identifier(name)} on ${qualifiedName(piece)} ${index.definition}`);
  await withoutBlocking(database, (tx) => tx.query(`alter index ${whole} attach partition ${part}`));
}

function suffixOf({ range }: Partition): string {
  if (range === null) return 'default';
  return range.from === -Infinity ? 'before' : quarterOf(new Date(range.from)).name;
}

/** Dropping the whole's drops the pieces' too; it takes no longer than a look at the catalog. */
export async function dropPartitionedIndex(database: Database, index: Table): Promise<void> {
  await withoutBlocking(database, (tx) => tx.query(`drop index if exists ${qualifiedName(index)}`));
}

/** Checked piece by piece without blocking anybody; then the whole's is made of theirs, without another look at the rows. */
export async function makePartitionedForeignKey(
  database: Database,
  named: Table,
  { name, definition }: DesiredForeignKey,
): Promise<void> {
  const { partitions } = await requireTable(database, named);
  const constraint = `constraint ${identifier(name)}`;
  const drop = `drop ${constraint.replace(' ', ' if exists ')}`;
  await alter(database, named, drop);
  if (!(await isEmpty(database, named))) {
    for (const piece of partitions) {
      await alter(database, piece, `${drop}, add ${constraint} ${definition} not valid`);
      await database.query(`alter table ${qualifiedName(piece)} validate ${constraint}`);
    }
  }
  await alter(database, named, `add ${constraint} ${definition}`);
}

async function alter(database: Database, table: Table, change: string): Promise<void> {
  await withoutBlocking(database, (tx) => tx.query(`alter table ${qualifiedName(table)} ${change}`));
}

async function requireTable(database: Database, named: Table): Promise<PartitionedTable> {
  const [table] = await readPartitionedTables(database, named);
  if (table === undefined) throw new Error(`${named.schema}.${named.name} is not kept in pieces`);
  return table;
}

async function isEmpty(database: Database, table: Table): Promise<boolean> {
  const { rows } = await database.query<{ empty: boolean }>(
    `select not exists (select from ${qualifiedName(table)}) as empty`,
  );
  return rows[0]?.empty === true;
}

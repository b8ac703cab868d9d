import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Transaction } from '../../kernel/database.ts';
import { withoutBlocking } from '../physical/run-ddl.ts';
import { identifier } from '../physical/sql-text.ts';
import {
  PARTITION_SCHEMA,
  boundAt,
  defaultPartition,
  isCovered,
  qualifiedName,
  readPartitionedTables,
  type Partition,
  type PartitionedTable,
} from './partitioned-table.ts';
import type { Quarter } from './quarter.ts';

type Named = Pick<PartitionedTable, 'schema' | 'name'>;

/**
 * Gives a quarter its partition, with the rows of that quarter that the default partition holds. Nobody waits: the rows
 * are carried over while the default is read and written, and only what came meanwhile under a lock of moments. Several
 * processes may ask for the same one.
 */
export async function makePartition(database: Database, named: Named, quarter: Quarter): Promise<void> {
  await withoutBlocking(database, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext($1))`, [`partitions of ${named.schema}.${named.name}`]);
    const [table] = await readPartitionedTables(tx, named);
    if (table === undefined || isCovered(table, quarter.from.getTime())) return;
    const partition = { schema: PARTITION_SCHEMA, name: await freeName(tx, `${table.name}_${quarter.name}`) };
    await create(tx, table, partition);
    const net = defaultPartition(table);
    if (net !== undefined) await moveOutOf(tx, net, table, partition, quarter);
    await tx.query(
      `alter table ${qualifiedName(table)} attach partition ${qualifiedName(partition)}
       for values from (${boundAt(table, quarter.from)}) to (${boundAt(table, quarter.to)})`,
    );
  });
}

/** A table may have been renamed, and another have its former name. */
async function freeName(tx: Transaction, wanted: string): Promise<string> {
  const name = wanted.slice(0, 60);
  const { rows } = await tx.query<{ taken: boolean; id: string }>(
    `select to_regclass($1) is not null as taken, txid_current()::text as id`,
    [qualifiedName({ schema: PARTITION_SCHEMA, name })],
  );
  return rows[0]?.taken === true ? `${name.slice(0, 48)}_${rows[0].id}`.slice(0, 63) : name;
}

/** Where the table as a whole has no key, since the moment is not part of it, each partition has its own. */
async function create(tx: Transaction, table: PartitionedTable, partition: Named): Promise<void> {
  await tx.query(`create table ${qualifiedName(partition)} (like ${qualifiedName(table)} including all)`);
  const { rowCount } = await tx.query(`select from pg_index where indrelid = $1::text::regclass and indisprimary`, [
    qualifiedName(table),
  ]);
  if (rowCount === 0) await tx.query(`alter table ${qualifiedName(partition)} add primary key (id)`);
}

async function moveOutOf(
  tx: Transaction,
  net: Partition,
  table: PartitionedTable,
  to: Named,
  quarter: Quarter,
): Promise<void> {
  const columns = await columnsOf(tx, table);
  const key = identifier(table.column);
  const move = `with moved as (delete from ${qualifiedName(net)}
      where ${key} >= ${boundAt(table, quarter.from)} and ${key} < ${boundAt(table, quarter.to)} returning ${columns})
    insert into ${qualifiedName(to)} (${columns}) select ${columns} from moved`;
  await tx.query(move);
  await lockAtOnce(tx, net);
  await tx.query(move);
}

async function columnsOf(tx: Transaction, table: Named): Promise<string> {
  const { rows } = await tx.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::text::regclass and attnum > 0 and not attisdropped order by attnum`,
    [qualifiedName(table)],
  );
  return rows.map((row) => identifier(row.name)).join(', ');
}

const MOST_TRIES = 200;

/** Waiting in the queue for the lock would hold up whoever comes after: it is asked for again and again instead. */
async function lockAtOnce(tx: Transaction, partition: Named): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      return await tx.savepoint(async () => {
        await tx.query(`lock table ${qualifiedName(partition)} in access exclusive mode`);
      });
    } catch (error) {
      if ((error as { code?: string }).code !== '55P03' || tried === MOST_TRIES) throw error;
      await sleep(20 + Math.random() * 30);
    }
  }
}

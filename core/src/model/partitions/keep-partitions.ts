import type { Database } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import { makePartition } from './make-partition.ts';
import {
  defaultPartition,
  isCovered,
  momentColumn,
  qualifiedName,
  readPartitionedTables,
  type PartitionedTable,
} from './partitioned-table.ts';
import { quarterOf, quartersFrom, type Quarter } from './quarter.ts';

/** Half a year ahead: a process that looks every hour cannot come too late. */
const QUARTERS_AHEAD = 2;

/** PostgreSQL analyses partitions by itself, but never the table as a whole, by which joins and groups are planned. */
const ANALYSE_EVERY_DAYS = 7;

/**
 * Keeps every table that is partitioned by time in order: partitions are made ahead, the default partition is emptied
 * into partitions of their own, and the planner's figures of the whole are kept fresh. Every process may do so at once.
 */
export async function keepPartitions(database: Database, log: Log, now = new Date()): Promise<void> {
  for (const table of await readPartitionedTables(database)) {
    for (const quarter of await missingQuarters(database, table, now)) {
      await makePartition(database, table, quarter);
      log.info('A partition was made', { table: table.name, quarter: quarter.name });
    }
    await analyse(database, table);
  }
}

async function missingQuarters(database: Database, table: PartitionedTable, now: Date): Promise<Quarter[]> {
  const wanted = [...quartersFrom(now, QUARTERS_AHEAD), ...(await heldByDefault(database, table, now))];
  const missing = wanted.filter((quarter) => !isCovered(table, quarter.from.getTime()));
  return [...new Map(missing.map((quarter) => [quarter.name, quarter])).values()];
}

/** A date typed wrong, in the year 9999, gets no partition of its own: such rows stay where they are. */
const FURTHEST_AHEAD = 8;

/** Whether a quarter may have a partition. */
export function isReasonable(moment: number, now: Date): boolean {
  return moment >= 0 && moment < quartersFrom(now, FURTHEST_AHEAD).at(-1)!.to.getTime();
}

async function heldByDefault(database: Database, table: PartitionedTable, now: Date): Promise<Quarter[]> {
  const net = defaultPartition(table);
  if (net === undefined) return [];
  const { rows } = await database.query<{ moment: string }>(
    `select distinct extract(epoch from date_trunc('quarter', to_timestamp(${momentColumn(table)} / 1000.0))) * 1000 as moment
     from ${qualifiedName(net)}`,
  );
  return rows
    .map((row) => Number(row.moment))
    .filter((moment) => isReasonable(moment, now))
    .map((moment) => quarterOf(new Date(moment)));
}

async function analyse(database: Database, table: PartitionedTable): Promise<void> {
  const { rowCount } = await database.query(
    `select from pg_stat_user_tables where schemaname = $1 and relname = $2
       and coalesce(last_analyze, '-infinity') < now() - make_interval(days => $3::int)
       and exists (select from ${qualifiedName(table)})`,
    [table.schema, table.name, ANALYSE_EVERY_DAYS],
  );
  if (rowCount > 0) await database.query(`analyze ${qualifiedName(table)}`);
}

import type { Database, Transaction } from '../../kernel/database.ts';
import { RECORD_SCHEMA } from '../physical.ts';
import { withoutBlocking } from '../physical/run-ddl.ts';
import { identifier, literal } from '../physical/sql-text.ts';
import { PARTITION_SCHEMA, netName, qualifiedName } from './partitioned-table.ts';
import { quartersFrom } from './quarter.ts';
import { smallestId } from './record-moment.ts';

const BOUND = 'strata_partition_bound';

/**
 * Turns a table in one piece into one in pieces, beside running traffic: the table there is becomes the oldest piece,
 * which keeps all records made until the next quarter has ended, and no row is moved. Its range is checked first, while
 * everybody works on; the exchange itself is one short transaction. Broken off anywhere it can be run again.
 */
export async function convertToPartitions(database: Database, object: { id: string }, name: string): Promise<void> {
  const table = { schema: RECORD_SCHEMA, name };
  const bound = smallestId(quartersFrom(new Date(), 1).at(-1)!.to);
  await promiseRange(database, table, bound);
  await withoutBlocking(database, (tx) => exchange(tx, table, object, bound));
}

interface Table {
  schema: string;
  name: string;
}

/** With a constraint that says the same, PostgreSQL takes the table as a piece without reading it. */
async function promiseRange(database: Database, table: Table, bound: string): Promise<void> {
  const alter = `alter table ${qualifiedName(table)}`;
  await withoutBlocking(database, async (tx) => {
    await tx.query(`${alter} drop constraint if exists ${BOUND}`);
    await tx.query(`${alter} add constraint ${BOUND} check (id < ${literal(bound)}) not valid`);
  });
  await database.query(`${alter} validate constraint ${BOUND}`);
}

async function exchange(tx: Transaction, table: Table, object: { id: string }, bound: string): Promise<void> {
  const whole = qualifiedName(table);
  const piece = { schema: PARTITION_SCHEMA, name: `before_${object.id.replaceAll('-', '')}` };
  const indexes = await readIndexes(tx, table);
  const keys = await readForeignKeys(tx, table);
  const triggers = await readTriggers(tx, table);
  for (const { name } of triggers) await tx.query(`drop trigger ${identifier(name)} on ${whole}`);
  for (const { table: from, name } of keys.incoming)
    await tx.query(`alter table ${from} drop constraint ${identifier(name)}`);
  await tx.query(`alter table ${whole} rename to ${identifier(piece.name)}`);
  await tx.query(
    `alter table ${qualifiedName({ ...piece, schema: RECORD_SCHEMA })} set schema ${identifier(piece.schema)}`,
  );
  await tx.query(
    `create table ${whole} (like ${qualifiedName(piece)} including defaults, primary key (id)) partition by range (id)`,
  );
  for (const index of indexes) await takeIndex(tx, table, piece, index);
  await tx.query(
    `alter table ${whole} attach partition ${qualifiedName(piece)} for values from (minvalue) to (${literal(bound)})`,
  );
  await tx.query(`alter table ${qualifiedName(piece)} drop constraint ${BOUND}`);
  await tx.query(
    `create table ${qualifiedName({ schema: PARTITION_SCHEMA, name: netName(object) })} partition of ${whole} default`,
  );
  for (const { definition } of triggers) await tx.query(definition);
  for (const { name, definition } of keys.outgoing)
    await tx.query(`alter table ${whole} add constraint ${identifier(name)} ${definition}`);
  for (const { table: from, name, definition } of keys.incoming)
    await tx.query(`alter table ${from} add constraint ${identifier(name)} ${definition} not valid`);
}

interface Index {
  name: string;
  definition: string;
}

/** All but the key, which every piece has of its own. */
async function readIndexes(tx: Transaction, table: Table): Promise<Index[]> {
  const { rows } = await tx.query<Index>(
    `select c.relname as name, regexp_replace(pg_get_indexdef(c.oid), '^.*? USING ', 'using ') as definition
     from pg_index x join pg_class c on c.oid = x.indexrelid
     where x.indrelid = $1::text::regclass and not x.indisprimary and not x.indisunique and x.indisvalid`,
    [qualifiedName(table)],
  );
  return rows;
}

/** The whole gets the index's name; PostgreSQL finds that the piece has one like it and makes it a part of that. */
async function takeIndex(tx: Transaction, table: Table, piece: Table, { name, definition }: Index): Promise<void> {
  await tx.query(
    `alter index ${qualifiedName({ schema: piece.schema, name })} rename to ${identifier(`${name}_before`)}`,
  );
  await tx.query(`create index ${identifier(name)} on ${qualifiedName(table)} ${definition}`);
}

/** What the database does with every write, as it keeps roll-ups: it belongs to the whole, not to a piece. */
async function readTriggers(tx: Transaction, table: Table): Promise<{ name: string; definition: string }[]> {
  const { rows } = await tx.query<{ name: string; definition: string }>(
    `select tgname as name, pg_get_triggerdef(oid) as definition from pg_trigger
     where tgrelid = $1::text::regclass and not tgisinternal`,
    [qualifiedName(table)],
  );
  return rows;
}

interface ForeignKey {
  name: string;
  /** Whose it is, ready for SQL. */
  table: string;
  definition: string;
}

/** Those of the table that hold, and those of others that point to it. One to itself is made anew afterwards, as if it were missing. */
async function readForeignKeys(
  tx: Transaction,
  table: Table,
): Promise<{ outgoing: ForeignKey[]; incoming: ForeignKey[] }> {
  const { rows } = await tx.query<ForeignKey & { own: boolean; away: boolean; valid: boolean }>(
    `select conname as name, conrelid::regclass::text as table, convalidated as valid, conrelid = $1::text::regclass as own,
       confrelid <> $1::text::regclass as away, regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '') as definition
     from pg_constraint where contype = 'f' and conparentid = 0 and (conrelid = $1::text::regclass or confrelid = $1::text::regclass)`,
    [qualifiedName(table)],
  );
  return {
    outgoing: rows.filter((key) => key.own && key.away && key.valid),
    incoming: rows.filter((key) => !key.away),
  };
}

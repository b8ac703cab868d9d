import type { WorkspaceSettings } from '@stratacrm/sdk';
import type { Database, Queryable, Transaction } from '../../kernel/database.ts';
import { Pace } from '../../kernel/pace.ts';
import type { ColumnConversion } from '../physical/ddl-step.ts';
import { withoutBlocking } from '../physical/run-ddl.ts';
import { conversionTotal, definitionOf } from './conversion-definition.ts';
import { beginMarking, endMarking } from './conversion-trigger.ts';
import { convertChunk, rowColumns, writeChunk, type ConversionRow } from './convert-chunk.ts';
import { forgetKeptValues, noteKeptValues } from './kept-values.ts';

/** What a conversion is run with. */
export interface ConversionRun {
  conversion: ColumnConversion;
  workspace: WorkspaceSettings;
  /** Number of the release that is going to be live. */
  release: number;
}

/** Marks worked off at once while nobody can write. */
const CHUNK = 2_000;

/** So few marks are worked off while the tables are locked for the switch. */
const FEW = 200;

const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Converts the values of all records beside running traffic: in chunks, each in its own transaction with the place it came to,
 * so that it goes on from there after an interruption. What people write meanwhile is marked and converted again.
 */
export async function runConversion(
  database: Database,
  run: ConversionRun,
  onChunk: () => void | Promise<void>,
): Promise<void> {
  const pace = new Pace();
  let after = await begin(database, run);
  for (;;) {
    const rows = await rowsAfter(database, run.conversion, after, pace.rows);
    if (rows.length === 0) break;
    after = rows.at(-1)!.id;
    await pace.timed(() => convertRows(database, run, rows, { position: after }));
    await onChunk();
  }
  await workOffMarks(database, run);
}

/** The place to go on from; from the beginning where nothing was done yet, or where it was to become something else. */
async function begin(database: Database, { conversion, workspace }: ConversionRun): Promise<string> {
  const { from, to } = conversion;
  const definition = definitionOf(conversion, workspace);
  const { rows } = await database.query<{ position: string }>(
    'select position::text from core.conversion where field_id = $1 and definition = $2',
    [from.field.id, definition],
  );
  if (rows[0] !== undefined) return rows[0].position;
  // Counting a large table takes a second, and writers wait for whoever makes a trigger.
  const total = await conversionTotal(database, { table: conversion.table, from, to });
  return withoutBlocking(database, async (transaction) => {
    await endMarking(transaction, conversion);
    await beginMarking(transaction, conversion);
    await forgetKeptValues(transaction, from.field.id, from.shape);
    await transaction.query('insert into core.conversion (field_id, definition, total) values ($1, $2, $3)', [
      from.field.id,
      definition,
      total,
    ]);
    return NOBODY;
  });
}

async function rowsAfter(
  db: Queryable,
  conversion: ColumnConversion,
  after: string,
  most: number,
): Promise<ConversionRow[]> {
  const { rows } = await db.query<ConversionRow>(
    `select * from (select id as key, ${rowColumns(conversion)} from ${conversion.table} where id > $1) as r
     where former is not null or own is not null order by key limit $2`,
    [after, most],
  );
  return rows;
}

/** Where a chunk came from: the order of the records, or marks that are done with it. */
type Origin = { position: string } | { marks: readonly string[] };

async function convertRows(
  db: Database | Transaction,
  run: ConversionRun,
  rows: readonly ConversionRow[],
  origin: Origin,
): Promise<void> {
  const { conversion, workspace, release } = run;
  const { from } = conversion;
  const chunk = await convertChunk(db, conversion, rows, workspace);
  const column = { field_id: from.field.id, shape: from.shape, type: from.field.type, release };
  const write = async (transaction: Queryable): Promise<void> => {
    await writeChunk(transaction, conversion, chunk.changed);
    const looked = rows.map((row) => row.id);
    await noteKeptValues(transaction, column, looked, chunk.kept);
    if ('marks' in origin) {
      await transaction.query('delete from core.conversion_mark where seq = any($1::bigint[])', [origin.marks]);
    } else {
      await transaction.query('update core.conversion set position = $2, done = done + $3 where field_id = $1', [
        from.field.id,
        origin.position,
        rows.length,
      ]);
    }
  };
  await ('transaction' in db ? db.transaction(write, { retries: 3 }) : write(db));
}

/** Until hardly any are left. */
async function workOffMarks(database: Database, run: ConversionRun): Promise<void> {
  const pace = new Pace();
  for (let count = Infinity; count > FEW;)
    count = await pace.timed(() => convertMarked(database, run, Math.max(pace.rows, FEW + 1)));
}

/** Converts what was written meanwhile; answers with how many marks there were, of at most so many. */
async function convertMarked(db: Database | Transaction, run: ConversionRun, most = CHUNK): Promise<number> {
  const { conversion } = run;
  const marked = await db.query<{ seq: string; record_id: string }>(
    'select seq, record_id::text from core.conversion_mark where field_id = $1 order by seq limit $2',
    [conversion.from.field.id, most],
  );
  if (marked.rows.length === 0) return 0;
  const { rows } = await db.query<ConversionRow>(
    `select ${rowColumns(conversion)} from ${conversion.table} where id = any($1::uuid[])`,
    [[...new Set(marked.rows.map((mark) => mark.record_id))]],
  );
  await convertRows(db, run, rows, { marks: marked.rows.map((mark) => mark.seq) });
  return marked.rows.length;
}

/** Before the tables are locked for the switch, so that little is left to be done while they are. */
export async function prepareSwitch(database: Database, run: ConversionRun): Promise<void> {
  await workOffMarks(database, run);
}

/** In the transaction of the switch: nobody writes any more, and what was written is converted to the last record. */
export async function completeConversion(transaction: Transaction, run: ConversionRun): Promise<void> {
  const { conversion } = run;
  await transaction.query(`lock table ${conversion.table} in access exclusive mode`);
  while ((await convertMarked(transaction, run)) > 0);
  await endMarking(transaction, conversion);
  await forgetKeptValues(transaction, conversion.to.field.id, conversion.to.shape);
}

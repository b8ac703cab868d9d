import { v7 as uuidV7 } from 'uuid';
import type { DataChoice, Document } from '@stratacrm/sdk';
import type { Transaction } from '../../kernel/database.ts';
import { MONEY_SUFFIXES, OBJECT_SUFFIX, RECORD_SCHEMA, sequenceName, VALUE_SUFFIX } from '../../model/physical.ts';
import { identifier } from '../../model/physical/sql-text.ts';
import { forgetMade } from './made-records.ts';
import type { DataChoices } from './removal.ts';

/** What is dropped, for whom. */
export interface Dropping {
  plugin: string;
  gone: readonly Document[];
  choices: DataChoices;
  by: string | null;
}

/** Rows in one piece of an export. */
const PIECE = 1_000;

/** Where else than in its table something is kept of the records of an object. */
const KEPT_BESIDE = [
  // Before the entries, as it is carried over into them.
  'core.search_lot',
  'core.search_fresh',
  'core.search_entry',
  'core.search_state',
  'core.saved_view',
  'core.deletion',
  'core.cleared_reference',
  'core.change_log',
  'core.outbox',
  'core.notification',
];

/** The sweeper takes files away that nobody holds. */
const RELEASE_FILES = 'update core.file set released_at = now() where field_id = $1 and released_at is null';

/** Drops what is not to be kept, in the transaction that takes the plugin out; what is to be exported is written down first. */
export async function dropData(tx: Transaction, dropping: Dropping): Promise<void> {
  const objects = new Map(dropping.gone.filter(({ kind }) => kind === 'object').map((each) => [each.name, each]));
  for (const object of objects.values()) {
    const choice = dropping.choices[object.name] ?? 'keep';
    if (choice !== 'keep') await dropObject(tx, dropping, object, choice);
  }
  for (const field of dropping.gone) {
    if (field.kind !== 'field' || objects.has(field.object)) continue;
    const choice = dropping.choices[`${field.object}.${field.name}`] ?? 'keep';
    if (choice !== 'keep') await dropField(tx, dropping, field, choice);
  }
}

async function dropObject(tx: Transaction, dropping: Dropping, object: Document, choice: DataChoice): Promise<void> {
  const { rows } = await tx.query<{ name: string }>('select name from core.physical_table where document_id = $1', [
    object.id,
  ]);
  const [table] = rows;
  if (table === undefined) return;
  const name = `${RECORD_SCHEMA}.${identifier(table.name)}`;
  if (choice === 'export')
    await writeExport(tx, dropping, { object: object.name, field: null, from: name, columns: '*' });
  await tx.query(`drop table ${name} cascade`);
  await tx.query('delete from core.physical_column where table_id = $1', [object.id]);
  await tx.query('delete from core.physical_table where document_id = $1', [object.id]);
  for (const beside of KEPT_BESIDE) await tx.query(`delete from ${beside} where object = $1`, [object.name]);
  await tx.query('delete from core.record_share where object_id = $1', [object.id]);
  await forgetMade(tx, dropping.plugin, object.name);
  const fields = dropping.gone.filter((each) => each.kind === 'field' && each.object === object.name);
  for (const field of fields) await dropBeside(tx, field);
}

async function dropBeside(tx: Transaction, field: Document): Promise<void> {
  await tx.query('delete from core.kept_value where field_id = $1', [field.id]);
  await tx.query(RELEASE_FILES, [field.id]);
  await tx.query(`drop sequence if exists ${sequenceName(field)}`);
}

async function dropField(
  tx: Transaction,
  dropping: Dropping,
  field: Extract<Document, { kind: 'field' }>,
  choice: DataChoice,
): Promise<void> {
  const { rows } = await tx.query<{ column: string; table: string }>(
    `select c.name as "column", t.name as "table" from core.physical_column as c
     join core.physical_table as t on t.document_id = c.table_id where c.document_id = $1`,
    [field.id],
  );
  for (const { column, table } of rows) {
    const name = `${RECORD_SCHEMA}.${identifier(table)}`;
    const { object } = field;
    if (choice === 'export')
      await writeExport(tx, dropping, { object, field: field.name, from: name, columns: `id, ${identifier(column)}` });
    const columns = ['', ...MONEY_SUFFIXES, VALUE_SUFFIX, OBJECT_SUFFIX].map((suffix) => `${column}${suffix}`);
    const drops = columns.map((each) => `drop column if exists ${identifier(each)} cascade`);
    await tx.query(`alter table ${name} ${drops.join(', ')}`);
  }
  await tx.query('delete from core.physical_column where document_id = $1', [field.id]);
  await dropBeside(tx, field);
  await tx.query('update core.change_log set changes = changes - $2::text where object = $1 and changes ? $2::text', [
    field.object,
    field.name,
  ]);
}

interface Export {
  object: string;
  field: string | null;
  /** Qualified table. */
  from: string;
  columns: string;
}

async function writeExport(
  tx: Transaction,
  { plugin, by }: Dropping,
  { object, field, from, columns }: Export,
): Promise<void> {
  const id = uuidV7();
  const where = field === null ? 'true' : `${columns.split(', ')[1]} is not null`;
  await tx.query(
    `insert into core.plugin_export (id, plugin, object, field, rows, made_by)
     select $1, $2, $3, $4, count(*), $5 from ${from} where ${where}`,
    [id, plugin, object, field, by],
  );
  await tx.query(
    `insert into core.plugin_export_piece (export, number, rows)
     select $1, piece, jsonb_agg(to_jsonb(kept) - 'piece' order by kept.id)
     from (select ${columns}, (row_number() over (order by id) - 1) / ${PIECE} as piece from ${from} where ${where}) as kept
     group by piece`,
    [id],
  );
}

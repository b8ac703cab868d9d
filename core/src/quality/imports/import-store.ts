import {
  StrataError,
  type ColumnMapping,
  type ImportBatch,
  type ImportFormat,
  type ImportProblem,
  type ImportRow,
  type ImportState,
  type JsonValue,
} from '@stratacrm/sdk';
import { validate as isUuid } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';

/** The tables of imports (core.import_batch, import_file, import_row): every statement on them stands in this file. */

export interface StoredBatch {
  id: string;
  object: string;
  file_name: string;
  state: ImportState;
  format: ImportFormat;
  columns: string[];
  mapping: ColumnMapping[];
  key_field: string | null;
  row_count: number;
  counts: ImportBatch['counts'];
  problems: ImportProblem[];
  progress: number;
  error: string | null;
  created_at: string;
  created_by: string;
}

export interface RowProblem {
  column: string;
  code: string;
  message: string;
  severity: 'error' | 'warning';
}

/** What the check found out about a row. */
export interface PlannedRow {
  row: number;
  action: ImportRow['action'];
  /** The record it will make or change; chosen beforehand, so that running twice stores once. */
  record: string | null;
  /** 0; more where it refers to rows of the same file, which have to be stored before it. */
  level: number;
  result: { [field: string]: JsonValue };
  errors: RowProblem[];
}

/** A row on its way into, or out of, the records. */
export interface OpenRow {
  row: number;
  action: 'create' | 'update';
  record: string;
  result: { [field: string]: JsonValue };
  changes: { [field: string]: [JsonValue, JsonValue] } | null;
  version: string | null;
}

export interface RowOutcome {
  row: number;
  outcome: 'stored' | 'refused' | 'undone' | 'kept';
  action: ImportRow['action'];
  errors: RowProblem[];
  changes: { [field: string]: [JsonValue, JsonValue] } | null;
  version: number | null;
}

const partSize = 1024 * 1024;

export async function insertBatch(db: Queryable, batch: Omit<StoredBatch, 'created_at' | 'counts'>): Promise<void> {
  await db.query(
    `insert into core.import_batch
       (id, object, file_name, state, format, columns, mapping, key_field, row_count, problems, progress, error, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      batch.id,
      batch.object,
      batch.file_name,
      batch.state,
      JSON.stringify(batch.format),
      JSON.stringify(batch.columns),
      JSON.stringify(batch.mapping),
      batch.key_field,
      batch.row_count,
      JSON.stringify(batch.problems),
      batch.progress,
      batch.error,
      batch.created_by,
    ],
  );
}

export async function insertFile(db: Queryable, batch: string, content: Buffer): Promise<void> {
  for (let part = 0; part * partSize < content.length; part++) {
    await db.query(`insert into core.import_file (batch, part, content) values ($1, $2, $3)`, [
      batch,
      part,
      content.subarray(part * partSize, (part + 1) * partSize),
    ]);
  }
}

export async function readFile(db: Queryable, batch: string): Promise<Buffer> {
  const { rows } = await db.query<{ content: Buffer }>(
    `select content from core.import_file where batch = $1 order by part`,
    [batch],
  );
  return Buffer.concat(rows.map((row) => row.content));
}

/** Rows are numbered from 1, the first below the heading. */
export async function insertRows(
  db: Queryable,
  batch: string,
  rows: readonly string[][],
  after: number,
): Promise<void> {
  await db.query(
    `insert into core.import_row (batch, row, cells)
     select $1, $2 + at, array(select jsonb_array_elements_text(cells))
     from jsonb_array_elements($3::jsonb) with ordinality as given (cells, at)`,
    [batch, after, JSON.stringify(rows)],
  );
}

export async function deleteRows(db: Queryable, batch: string): Promise<void> {
  await db.query(`delete from core.import_row where batch = $1`, [batch]);
}

const batchColumns = `id, object, file_name, state, format, columns, mapping, key_field, row_count, counts, problems, progress, error,
  to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at, created_by`;

/** Throws `not_found`. `reader` null: whoever made it. */
export async function loadBatch(db: Queryable, id: string, reader: string | null): Promise<StoredBatch> {
  const missing = new StrataError('not_found', { what: `imports/${id.slice(0, 40)}` });
  if (!isUuid(id)) throw missing;
  const { rows } = await db.query<StoredBatch>(
    `select ${batchColumns} from core.import_batch where id = $1 and ($2::uuid is null or created_by = $2)`,
    [id, reader],
  );
  if (rows[0] === undefined) throw missing;
  return rows[0];
}

export async function loadBatches(db: Queryable, reader: string | null, limit: number): Promise<StoredBatch[]> {
  const { rows } = await db.query<StoredBatch>(
    `select ${batchColumns} from core.import_batch where $1::uuid is null or created_by = $1
     order by core.import_batch.created_at desc limit $2`,
    [reader, limit],
  );
  return rows;
}

/** Moves a batch to another state if it is in one of `from`; throws `import_wrong_state` when it is not. */
export async function moveBatch(
  db: Queryable,
  batch: StoredBatch,
  from: readonly ImportState[],
  to: ImportState,
): Promise<StoredBatch> {
  const { rows } = await db.query<StoredBatch>(
    `update core.import_batch set state = $3, progress = 0, error = null
     where id = $1 and state = any($2) returning ${batchColumns}`,
    [batch.id, from, to],
  );
  if (rows[0] === undefined) throw new StrataError('import_wrong_state', { state: stateNames[batch.state] });
  return rows[0];
}

const stateNames: Record<ImportState, { en: string; zh: string }> = {
  uploaded: { en: 'uploaded and not yet checked', zh: '已上传，尚未检查' },
  checking: { en: 'being checked', zh: '检查中' },
  checked: { en: 'checked', zh: '已检查' },
  running: { en: 'running', zh: '导入中' },
  done: { en: 'done', zh: '已完成' },
  failed: { en: 'stopped by a fault', zh: '已失败' },
  undoing: { en: 'being undone', zh: '撤销中' },
  undone: { en: 'undone', zh: '已撤销' },
};

export type BatchChange = Partial<
  Pick<
    StoredBatch,
    | 'object'
    | 'state'
    | 'format'
    | 'columns'
    | 'mapping'
    | 'key_field'
    | 'row_count'
    | 'counts'
    | 'problems'
    | 'progress'
    | 'error'
  >
>;

const jsonColumns = new Set(['format', 'columns', 'mapping', 'counts', 'problems']);

export async function updateBatch(db: Queryable, id: string, change: BatchChange): Promise<void> {
  const entries = Object.entries(change);
  const sets = entries.map(([column], index) => `${column} = $${index + 2}`);
  const values = entries.map(([column, value]) => (jsonColumns.has(column) ? JSON.stringify(value) : value));
  await db.query(`update core.import_batch set ${sets.join(', ')} where id = $1`, [id, ...values]);
}

export const noCounts: ImportBatch['counts'] = { create: 0, update: 0, unchanged: 0, error: 0 };

export async function countActions(db: Queryable, batch: string): Promise<ImportBatch['counts']> {
  const { rows } = await db.query<{ action: ImportRow['action']; count: string }>(
    `select action, count(*) from core.import_row where batch = $1 and action is not null group by action`,
    [batch],
  );
  const counts = { ...noCounts };
  for (const { action, count } of rows) counts[action] = Number(count);
  return counts;
}

export interface ColumnValue {
  value: string;
  count: number;
}

/** The different values of one column, trimmed, empty ones left out, most frequent first; up to `limit`. */
export async function distinctValues(
  db: Queryable,
  batch: string,
  column: number,
  limit: number,
): Promise<ColumnValue[]> {
  const { rows } = await db.query<{ value: string; count: string }>(
    `select btrim(cells[$2], E' \\t\\r\\n\\u00a0\\u3000') as value, count(*) from core.import_row
     where batch = $1 group by 1 having btrim(cells[$2], E' \\t\\r\\n\\u00a0\\u3000') <> '' order by 2 desc, 1 limit $3`,
    [batch, column + 1, limit],
  );
  return rows.map(({ value, count }) => ({ value, count: Number(count) }));
}

export interface RawRow {
  row: number;
  cells: string[];
}

export async function rowsAfter(db: Queryable, batch: string, after: number, limit: number): Promise<RawRow[]> {
  const { rows } = await db.query<RawRow>(
    `select row, cells from core.import_row where batch = $1 and row > $2 order by row limit $3`,
    [batch, after, limit],
  );
  return rows;
}

export async function savePlans(db: Queryable, batch: string, plans: readonly PlannedRow[]): Promise<void> {
  await db.query(
    `update core.import_row as kept
     set action = plan.action, record = plan.record, level = plan.level, result = plan.result, errors = plan.errors,
         outcome = null, changes = null, version = null
     from jsonb_to_recordset($2::jsonb)
       as plan (row integer, action text, record uuid, level integer, result jsonb, errors jsonb)
     where kept.batch = $1 and kept.row = plan.row`,
    [batch, JSON.stringify(plans)],
  );
}

/** Rows to be stored next: those of the lowest level that has any, so that no row comes before one it refers to. */
export async function rowsToStore(db: Queryable, batch: string, limit: number): Promise<OpenRow[]> {
  const { rows } = await db.query<OpenRow>(
    `select row, action, record, result, changes, version from core.import_row
     where batch = $1 and outcome is null and action in ('create', 'update') and level =
       (select min(level) from core.import_row where batch = $1 and outcome is null and action in ('create', 'update'))
     order by row limit $2`,
    [batch, limit],
  );
  return rows;
}

/** Rows to be undone next: those stored last come first. */
export async function rowsToUndo(db: Queryable, batch: string, limit: number): Promise<OpenRow[]> {
  const { rows } = await db.query<OpenRow>(
    `select row, action, record, result, changes, version from core.import_row
     where batch = $1 and outcome = 'stored' and level =
       (select max(level) from core.import_row where batch = $1 and outcome = 'stored')
     order by row desc limit $2`,
    [batch, limit],
  );
  return rows;
}

export interface OutcomeCounts {
  /** Not judged by a check yet. */
  unplanned: number;
  /** Still to be stored. */
  open: number;
  stored: number;
}

export async function countOutcomes(db: Queryable, batch: string): Promise<OutcomeCounts> {
  const { rows } = await db.query<Record<keyof OutcomeCounts, string>>(
    `select count(*) filter (where action is null) as unplanned,
       count(*) filter (where outcome is null and action in ('create', 'update')) as open,
       count(*) filter (where outcome = 'stored') as stored
     from core.import_row where batch = $1`,
    [batch],
  );
  const { unplanned = '0', open = '0', stored = '0' } = rows[0] ?? {};
  return { unplanned: Number(unplanned), open: Number(open), stored: Number(stored) };
}

/** Forgets what an earlier check said. */
export async function clearPlans(db: Queryable, batch: string): Promise<void> {
  await db.query(
    `update core.import_row set action = null, record = null, level = 0, result = '{}', errors = '[]'
     where batch = $1 and action is not null`,
    [batch],
  );
}

/** Rows of these numbers that are still to be stored get an error more and are left out. */
export async function refuseRows(
  db: Queryable,
  batch: string,
  rows: readonly { row: number; errors: RowProblem[] }[],
): Promise<void> {
  await db.query(
    `update core.import_row as kept set action = 'error', errors = kept.errors || refused.errors
     from jsonb_to_recordset($2::jsonb) as refused (row integer, errors jsonb)
     where kept.batch = $1 and kept.row = refused.row`,
    [batch, JSON.stringify(rows)],
  );
}

export async function saveOutcomes(db: Queryable, batch: string, outcomes: readonly RowOutcome[]): Promise<void> {
  await db.query(
    `update core.import_row as kept
     set outcome = made.outcome, action = made.action, errors = kept.errors || made.errors,
         changes = coalesce(made.changes, kept.changes), version = coalesce(made.version, kept.version)
     from jsonb_to_recordset($2::jsonb)
       as made (row integer, outcome text, action text, errors jsonb, changes jsonb, version bigint)
     where kept.batch = $1 and kept.row = made.row`,
    [batch, JSON.stringify(outcomes)],
  );
}

export interface ShownRow extends RawRow {
  action: ImportRow['action'] | null;
  result: ImportRow['result'];
  errors: RowProblem[];
}

export async function pageOfRows(
  db: Queryable,
  batch: string,
  query: { action: ImportRow['action'] | null; offset: number; limit: number },
): Promise<{ rows: ShownRow[]; total: number }> {
  const { rows } = await db.query<ShownRow>(
    `select row, cells, action, result, errors from core.import_row
     where batch = $1 and ($2::text is null or action = $2) order by row offset $3 limit $4`,
    [batch, query.action, query.offset, query.limit],
  );
  const total = await db.query<{ total: string }>(
    `select count(*) as total from core.import_row where batch = $1 and ($2::text is null or action = $2)`,
    [batch, query.action],
  );
  return { rows, total: Number(total.rows[0]?.total ?? 0) };
}

export async function rowsWithErrors(db: Queryable, batch: string, after: number, limit: number): Promise<ShownRow[]> {
  const { rows } = await db.query<ShownRow>(
    `select row, cells, action, result, errors from core.import_row
     where batch = $1 and row > $2 and action = 'error' order by row limit $3`,
    [batch, after, limit],
  );
  return rows;
}

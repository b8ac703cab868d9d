import { describeError, type ImportBatch, type Issue, type JsonValue, type RecordData } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { allowsField } from '../../access/compile-access.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import type { JobRun } from '../../kernel/jobs.ts';
import { scanRecords } from '../../records/scan-records.ts';
import { writeRecords, type WriteRequest } from '../../records/write-records.ts';
import { chunkSize } from './check-import.ts';
import { visibleImportsOf } from './import-access.ts';
import { showBatch } from './import-batch.ts';
import { enqueueStep } from './import-job.ts';
import {
  countOutcomes,
  loadBatch,
  moveBatch,
  rowsToUndo,
  saveOutcomes,
  updateBatch,
  type OpenRow,
  type RowOutcome,
  type RowProblem,
  type StoredBatch,
} from './import-store.ts';
import { ProblemGroups } from './problem-groups.ts';

/** Takes an import back as a whole: what it made goes to the recycle bin, what it changed gets its former values. */
export async function undoImport(ctx: AccessContext, id: string): Promise<ImportBatch> {
  const reader = visibleImportsOf(ctx);
  return inTransaction(ctx.db, async (tx) => {
    const batch = await loadBatch(tx, id, reader);
    const moved = await moveBatch(tx, batch, ['done', 'failed'], 'undoing');
    await enqueueStep(tx, ctx, 'import_undo', batch.id);
    return showBatch(moved);
  });
}

/** The work behind `undoImport`: last stored first, each chunk and the mark that it is undone in one transaction. */
export async function takeRowsBack(ctx: AccessContext, batch: StoredBatch, run: JobRun): Promise<void> {
  if (batch.state !== 'undoing') return;
  const { stored } = await countOutcomes(ctx.db, batch.id);
  const problems = new ProblemGroups(ctx.locale);
  for (let done = 0; ;) {
    run.signal.throwIfAborted();
    const rows = await rowsToUndo(ctx.db, batch.id, chunkSize);
    if (rows.length === 0) break;
    const outcomes = await takeBackChunk(ctx, batch, rows);
    for (const { errors } of outcomes) problems.add(errors);
    done += rows.length;
    await updateBatch(ctx.db, batch.id, { progress: Math.min(1, done / stored) });
  }
  await updateBatch(ctx.db, batch.id, { state: 'undone', progress: 1, problems: problems.list() });
}

async function takeBackChunk(ctx: AccessContext, batch: StoredBatch, rows: readonly OpenRow[]): Promise<RowOutcome[]> {
  return inTransaction(ctx.db, async (tx) => {
    const inside = { ...ctx, db: tx, now: new Date() };
    const plans = await planUndo(inside, batch, rows);
    const wishes = plans.flatMap(({ request }) => request ?? []);
    const written = await writeRecords(inside, batch.object, wishes, { mode: 'partial' });
    let next = 0;
    const outcomes = plans.map(({ row, request, kept }): RowOutcome => {
      const issues = request === null ? [] : written[next++]!.issues;
      const errors = [...kept, ...issues.filter(isStillThere).map((issue) => problemOf(ctx, issue))];
      const { row: number, action } = row;
      return {
        row: number,
        action,
        outcome: errors.length > 0 ? 'kept' : 'undone',
        errors,
        changes: null,
        version: null,
      };
    });
    await saveOutcomes(tx, batch.id, outcomes);
    return outcomes;
  });
}

interface UndoPlan {
  row: OpenRow;
  /** null: there is nothing to do. */
  request: WriteRequest | null;
  kept: RowProblem[];
}

async function planUndo(ctx: AccessContext, batch: StoredBatch, rows: readonly OpenRow[]): Promise<UndoPlan[]> {
  const current = await currentRecords(ctx, batch, rows);
  return rows.map((row) =>
    row.action === 'create'
      ? { row, request: { action: 'delete', id: row.record }, kept: [] }
      : planRestore(ctx, batch, row, current.get(row.record)),
  );
}

/** A field gets its former value back if it still holds what the import put there; later work of others stays. */
function planRestore(ctx: AccessContext, batch: StoredBatch, row: OpenRow, record: RecordData | undefined): UndoPlan {
  if (record === undefined) return { row, request: null, kept: [] };
  const input: { [field: string]: JsonValue } = {};
  const others: string[] = [];
  for (const [field, [before, after]] of Object.entries(row.changes ?? {})) {
    if (row.result[field] === undefined || !(field in record)) continue;
    if (sameValue(record[field]!, after)) input[field] = before;
    else if (!sameValue(record[field]!, before)) others.push(field);
  }
  const request: WriteRequest | null =
    Object.keys(input).length === 0 ? null : { action: 'update', id: row.record, input };
  return { row, request, kept: others.length === 0 ? [] : [changedSince(ctx, batch, others)] };
}

async function currentRecords(
  ctx: AccessContext,
  batch: StoredBatch,
  rows: readonly OpenRow[],
): Promise<Map<string, RecordData>> {
  const updated = rows.filter(({ action }) => action === 'update');
  if (updated.length === 0) return new Map();
  const object = ctx.catalog.object(batch.object);
  const fields = batch.mapping
    .map(({ field }) => field)
    .filter((field) => field !== null)
    .filter(
      (field) => object.fields[field] !== undefined && allowsField(ctx.access.field(batch.object, field), 'read'),
    );
  const ids = updated.map(({ record }) => record);
  const records = await scanRecords(ctx, batch.object, { fields, ids, limit: ids.length });
  return new Map(records.map((record) => [record.id, record]));
}

function changedSince(ctx: AccessContext, batch: StoredBatch, fields: readonly string[]): RowProblem {
  const object = ctx.catalog.object(batch.object);
  const names = fields.map((field) => object.fields[field]?.label[ctx.locale] ?? field);
  const message = describeError(ctx.locale, 'import_changed_since', {
    fields: names.join(ctx.locale === 'zh' ? '、' : ', '),
  });
  const column = batch.mapping.find(({ field }) => field === fields[0])?.column ?? '';
  return { column, code: 'import_changed_since', message, severity: 'warning' };
}

/** A record somebody has deleted meanwhile needs no undoing. */
function isStillThere({ code }: Issue): boolean {
  return code !== 'record_not_found';
}

function problemOf(ctx: AccessContext, { code, params }: Issue): RowProblem {
  return { column: '', code, message: describeError(ctx.locale, code, params), severity: 'error' };
}

function sameValue(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

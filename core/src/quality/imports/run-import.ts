import { StrataError, describeError, type ImportBatch, type Issue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import type { JobRun } from '../../kernel/jobs.ts';
import { writeRecords, type WriteOutcome } from '../../records/write-records.ts';
import { chunkSize } from './check-import.ts';
import { visibleImportsOf } from './import-access.ts';
import { showBatch } from './import-batch.ts';
import { enqueueStep } from './import-job.ts';
import {
  countActions,
  countOutcomes,
  loadBatch,
  moveBatch,
  rowsToStore,
  saveOutcomes,
  updateBatch,
  type OpenRow,
  type RowOutcome,
  type RowProblem,
  type StoredBatch,
} from './import-store.ts';
import { requestOf } from './plan-rows.ts';
import { ProblemGroups } from './problem-groups.ts';

/** Stores every row that the check found right; rows with errors stay out. One that stopped half-way goes on. */
export async function runImport(ctx: AccessContext, id: string): Promise<ImportBatch> {
  const reader = visibleImportsOf(ctx);
  return inTransaction(ctx.db, async (tx) => {
    const batch = await loadBatch(tx, id, reader);
    const moved = await moveBatch(tx, batch, ['checked', 'failed'], 'running');
    const { unplanned } = await countOutcomes(tx, batch.id);
    if (unplanned > 0) throw new StrataError('import_wrong_state', { state: { en: 'not checked', zh: '尚未检查' } });
    await enqueueStep(tx, ctx, 'import_run', batch.id);
    return showBatch(moved);
  });
}

/**
 * The work behind `runImport`. A chunk of records and the mark that its rows are done are one transaction, so that a process
 * that dies leaves no row half done and none is stored twice.
 */
export async function storeRows(ctx: AccessContext, batch: StoredBatch, run: JobRun): Promise<void> {
  if (batch.state !== 'running') return;
  const before = await countOutcomes(ctx.db, batch.id);
  const total = before.open + before.stored;
  const problems = new ProblemGroups(ctx.locale);
  for (let done = before.stored; ;) {
    run.signal.throwIfAborted();
    const rows = await rowsToStore(ctx.db, batch.id, chunkSize);
    if (rows.length === 0) break;
    const outcomes = await storeChunk(ctx, batch, rows);
    for (const { errors } of outcomes) problems.add(errors);
    done += rows.length;
    await updateBatch(ctx.db, batch.id, { progress: Math.min(1, done / total) });
  }
  await updateBatch(ctx.db, batch.id, {
    state: 'done',
    progress: 1,
    counts: await countActions(ctx.db, batch.id),
    problems: [...problems.list(), ...batch.problems],
  });
}

async function storeChunk(ctx: AccessContext, batch: StoredBatch, rows: readonly OpenRow[]): Promise<RowOutcome[]> {
  return inTransaction(ctx.db, async (tx) => {
    const written = await writeRecords(
      { ...ctx, db: tx, now: new Date() },
      batch.object,
      rows.map((row) => requestOf(row)),
      {
        mode: 'partial',
      },
    );
    const outcomes = rows.map((row, index) => outcomeOf(ctx, batch, row, written[index]!));
    await saveOutcomes(tx, batch.id, outcomes);
    return outcomes;
  });
}

function outcomeOf(ctx: AccessContext, batch: StoredBatch, row: OpenRow, written: WriteOutcome): RowOutcome {
  const refused = written.issues.length > 0;
  return {
    row: row.row,
    outcome: refused ? 'refused' : 'stored',
    action: refused ? 'error' : row.action,
    errors: written.issues.map((issue) => problemOf(ctx, batch, issue)),
    // A created record is deleted as a whole when the import is undone; only updates need to know what was before.
    changes: refused || row.action === 'create' ? null : written.changes,
    version: written.version,
  };
}

function problemOf(ctx: AccessContext, batch: StoredBatch, { path, code, params }: Issue): RowProblem {
  const field = path.split('.')[0];
  const column = batch.mapping.find((each) => each.field === field)?.column ?? '';
  return { column, code, message: describeError(ctx.locale, code, params), severity: 'error' };
}

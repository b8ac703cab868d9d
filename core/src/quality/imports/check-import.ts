import { StrataError, describeError, type ImportBatch } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import type { JobRun } from '../../kernel/jobs.ts';
import type { CellProblem } from './column-reader.ts';
import { visibleImportsOf } from './import-access.ts';
import { showBatch } from './import-batch.ts';
import { enqueueStep } from './import-job.ts';
import {
  clearPlans,
  countActions,
  countOutcomes,
  loadBatch,
  moveBatch,
  noCounts,
  refuseRows,
  rowsAfter,
  savePlans,
  updateBatch,
  type PlannedRow,
  type StoredBatch,
} from './import-store.ts';
import { RowPlanner, type JudgedRow } from './plan-rows.ts';
import { prepareCheck, type CheckPlan } from './prepare-check.ts';
import { ProblemGroups } from './problem-groups.ts';

/** Rows per statement: at 500 a chunk takes some 100 ms, so that progress moves and a stop is heard. */
export const chunkSize = 500;

/** Has every row judged as if it were stored: what it will do, and what is wrong with it. Nothing is stored. */
export async function checkImport(ctx: AccessContext, id: string): Promise<ImportBatch> {
  const reader = visibleImportsOf(ctx);
  return inTransaction(ctx.db, async (tx) => {
    const batch = await loadBatch(tx, id, reader);
    if (!batch.mapping.some(({ field }) => field !== null)) throw nothingMapped();
    const moved = await moveBatch(tx, batch, ['uploaded', 'checked', 'failed'], 'checking');
    // What is half stored is finished or undone, not judged anew.
    const { stored } = await countOutcomes(tx, batch.id);
    if (stored > 0) throw new StrataError('import_wrong_state', { state: { en: 'partly stored', zh: '已部分写入' } });
    await clearPlans(tx, batch.id);
    const cleared = { problems: [], counts: noCounts };
    await updateBatch(tx, batch.id, cleared);
    await enqueueStep(tx, ctx, 'import_check', batch.id);
    return showBatch({ ...moved, ...cleared });
  });
}

function nothingMapped(): StrataError {
  const params = { reason: { en: 'No column goes to any field yet.', zh: '还没有任何列映射到字段。' } };
  return new StrataError('invalid_input', {}, [{ path: 'mapping', code: 'import_column', params }]);
}

/** The work behind `checkImport`. */
export async function judgeRows(ctx: AccessContext, batch: StoredBatch, run: JobRun): Promise<void> {
  if (batch.state !== 'checking') return;
  const plan = await prepareCheck(ctx, batch);
  const planner = new RowPlanner(ctx, plan);
  const problems = new ProblemGroups(ctx.locale);
  const refused = new Set<number>();
  for (let done = 0, after = 0; ;) {
    run.signal.throwIfAborted();
    const rows = await rowsAfter(ctx.db, batch.id, after, chunkSize);
    if (rows.length === 0) break;
    const judged = await planner.judge(rows);
    await savePlans(ctx.db, batch.id, judged.map(asStored));
    for (const row of judged) {
      problems.add(row.errors);
      if (row.action === 'error') refused.add(row.row);
    }
    done += rows.length;
    after = rows.at(-1)!.row;
    await updateBatch(ctx.db, batch.id, { progress: done / batch.row_count });
  }
  await refuseFollowers(ctx, batch, plan, refused, problems);
  const counts = await countActions(ctx.db, batch.id);
  await updateBatch(ctx.db, batch.id, { state: 'checked', progress: 1, counts, problems: problems.list() });
}

/** A row that refers to a row that will not be stored cannot be stored either. */
async function refuseFollowers(
  ctx: AccessContext,
  batch: StoredBatch,
  plan: CheckPlan,
  refused: Set<number>,
  problems: ProblemGroups,
): Promise<void> {
  const followers: { row: number; errors: CellProblem[] }[] = [];
  for (const row of plan.links.rows()) {
    const missing = plan.links.targets(row).find((target) => refused.has(target));
    if (missing === undefined || refused.has(row)) continue;
    refused.add(row);
    const message = describeError(ctx.locale, 'reference_row_refused', { row: missing });
    followers.push({ row, errors: [{ column: '', code: 'reference_row_refused', message, severity: 'error' }] });
  }
  if (followers.length === 0) return;
  for (const { errors } of followers) problems.add(errors);
  await refuseRows(ctx.db, batch.id, followers);
}

function asStored({ row, action, record, level, result, errors }: JudgedRow): PlannedRow {
  return {
    row,
    action,
    record,
    level,
    result,
    errors: errors.map(({ column, code, message, severity }) => ({ column, code, message, severity })),
  };
}

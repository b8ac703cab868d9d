import { isId, StrataError, type RestorePreview } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { writeAudit } from '../../access/audit/write-audit.ts';
import { requireRight } from '../../access/people-context.ts';
import type { Transaction } from '../../kernel/database.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { readingBy } from '../explain/inquiry.ts';
import { previewRestore, visibleInBin } from '../preview-restore.ts';
import { sightOn } from '../query/readable-object.ts';
import { readerSight } from '../sight/sight.ts';
import { purgeRoots, type PurgedCounts } from './purge-roots.ts';

/**
 * Deletes records of the recycle bin for good, with all that was deleted because of them. Only those that the asker sees there and may
 * delete; needs the right `purge`. `dryRun` only counts. Throws `record_not_found` when there is none of them.
 */
export async function purgeRecords(
  ctx: AccessContext,
  object: string,
  ids: readonly string[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<RestorePreview> {
  requireRight(ctx, 'purge');
  const roots = await purgeable(ctx, object, ids.filter(isId));
  if (roots.length === 0) throw new StrataError('record_not_found');
  const counts = await previewRestore(ctx, object, roots);
  if (!dryRun)
    await inTransaction(ctx.db, async (tx) => notePurge(tx, ctx, 'person', await purgeRoots(tx, ctx.catalog, roots)));
  return counts;
}

/** Which of them he sees in the bin, may delete, and were deleted for their own sake. */
async function purgeable(ctx: AccessContext, object: string, ids: readonly string[]): Promise<string[]> {
  const { sight } = sightOn(ctx, object);
  const permission = ctx.access.permission(object, 'delete');
  if (permission.kind === 'no') return [];
  const seen = await visibleInBin(ctx, sight, object, ids);
  const deletable = { ...ctx, access: readingBy(ctx.access, permission, 'delete') };
  const mine = await visibleInBin(deletable, readerSight(ctx.catalog, deletable.access), object, seen);
  const { rows } = await ctx.db.query<{ id: string }>(
    'select record_id as id from core.deletion where record_id = root_id and record_id = any($1::uuid[])',
    [mine],
  );
  return rows.map((row) => row.id);
}

/** Who, when, how many; the audit log is never changed, so nothing that was in them may stand in it. */
export function notePurge(
  tx: Transaction,
  ctx: AccessContext,
  by: 'person' | 'age',
  { records, files }: PurgedCounts,
): Promise<void> {
  const subject = { kind: 'recycle_bin', id: null, name: 'Recycle bin' };
  return writeAudit(tx, ctx, {
    action: 'records_purged',
    subject,
    detail: { by, files, records: records.map((each) => ({ ...each })) },
  });
}

import type { AccessContext } from '../../access/access-profile.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { notePurge } from './purge-records.ts';
import { purgeRoots } from './purge-roots.ts';

/** Name of the job that empties the recycle bin of what is too old. */
export const PURGE_BIN = 'purge_bin';

/** Deletions in one transaction: short enough that nobody waits for its locks. */
const AT_ONCE = 50;

/** Deletes for good what is in the recycle bin for more days than the workspace keeps it; answers with how many deletions that were. */
export async function purgeExpired(ctx: AccessContext, signal?: AbortSignal): Promise<number> {
  const days = ctx.catalog.model.workspace.bin_days;
  if (days === undefined || days === null) return 0;
  const objects = Object.keys(ctx.catalog.model.objects);
  let purged = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { rows } = await ctx.db.query<{ id: string }>(
      `select record_id as id from core.deletion
       where record_id = root_id and object = any($3::text[]) and at < now() - make_interval(days => $1) order by at, record_id limit $2`,
      [days, AT_ONCE, objects],
    );
    const roots = rows.map((row) => row.id);
    if (roots.length === 0) return purged;
    await inTransaction(ctx.db, async (tx) => {
      const counts = await purgeRoots(tx, ctx.catalog, roots);
      await notePurge(tx, ctx, 'age', counts);
    });
    purged += roots.length;
  }
}

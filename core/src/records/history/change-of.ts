import type { HistoryEntry } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { readChanges } from './change-entry.ts';
import { requireVisible } from './visible-record.ts';

/** One change of a record, less the fields the reader may not see; null when there is none. Throws `record_not_found`. */
export async function changeOf(
  ctx: AccessContext,
  object: string,
  record: string,
  change: string,
): Promise<HistoryEntry | null> {
  const sight = await requireVisible(ctx, object, record);
  const { rows } = await ctx.db.query<{ version: string }>(
    'select version from core.change_log where id = $1 and record_id = $2 and object = $3',
    [change, record, object],
    'change_version',
  );
  if (rows[0] === undefined) return null;
  const next = { version: String(BigInt(rows[0].version) + 1n) };
  const [found] = await readChanges(ctx, sight, object, record, next, 1);
  return found?.entry.version === Number(rows[0].version) ? found.entry : null;
}

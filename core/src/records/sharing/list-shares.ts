import type { RecordShares } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { mayShare } from './may-share.ts';
import { liveShares, toShare } from './share-rows.ts';

/**
 * With whom a record is shared. Whoever may share it, or manages users, is told of all; anybody else of those that reach
 * him and those he gave. Throws `record_not_found`.
 */
export async function listShares(ctx: AccessContext, object: string, id: string): Promise<RecordShares> {
  const may_share = await mayShare(ctx, object, id);
  const all = may_share !== null || ctx.access.right('manage_users');
  const { userId } = ctx.actor;
  const rows = await liveShares(ctx.db, id, userId);
  const told = rows.filter((row) => all || row.reaches || row.created_by === userId);
  return { shares: told.map(toShare), may_share };
}

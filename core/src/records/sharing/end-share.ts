import { StrataError } from '@stratacrm/sdk';
import { writeAudit } from '../../access/audit/write-audit.ts';
import type { PeopleContext } from '../../access/people-context.ts';
import { inTransaction } from '../../kernel/in-transaction.ts';
import { mayShare } from './may-share.ts';
import { requireShare, type ShareRow } from './share-rows.ts';

/** Takes a share back: whoever may share the record, who gave it, and the person it was given to. Throws `share_not_yours`. */
export async function endShare(ctx: PeopleContext, object: string, id: string, share: string): Promise<void> {
  const held = await mayShare(ctx, object, id);
  await inTransaction(ctx.db, async (tx) => {
    const row = await requireShare(tx, id, share, ctx.actor.userId);
    if (held === null && !concerns(ctx, row)) throw new StrataError('share_not_yours');
    await tx.query('delete from core.record_share where id = $1', [share]);
    await ctx.identities.changed(tx);
    const detail = { object, with: { kind: row.subject_kind, id: row.subject, name: row.name }, level: row.level };
    await writeAudit(tx, ctx, { action: 'record_unshared', subject: { kind: 'record', id, name: object }, detail });
  });
}

function concerns({ actor, access }: PeopleContext, row: ShareRow): boolean {
  return row.created_by === actor.userId || row.subject === actor.userId || access.right('manage_users');
}

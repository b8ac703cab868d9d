import type { Queryable } from '../../kernel/database.ts';
import type { OutboxEntry } from '../../kernel/outbox.ts';
import { enqueueTokens } from '../token-jobs.ts';

/** Has tokens that wait for one of these records look at it again. They stay waiting until they find it so. */
export async function wakeWaiting(tx: Queryable, entries: readonly OutboxEntry[]): Promise<void> {
  const { rows } = await tx.query<{ token: string; turn: number }>(
    `select id as token, turn from core.workflow_token where waits_for_record = any($1::uuid[]) and status = 'waiting'`,
    [[...new Set(entries.map((entry) => entry.record_id))]],
    'workflow_wake',
  );
  await enqueueTokens(tx, rows);
}

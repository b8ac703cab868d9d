import type { Queryable } from '../../kernel/database.ts';
import { enqueueJob } from '../../kernel/jobs.ts';

/** Brings in the records a version needs: seeds, then what its migrations say. */
export const SETTLE_JOB = 'settle_plugin';

/** What is to be settled. */
export interface SettleWish {
  /** Of the plugin. */
  id: string;
  /** Its demonstration data is wanted too. */
  demo?: boolean;
  /** The release it came with, and the one before, which is gone back to when its migrations fail. */
  upgrade?: { release: number; before: number };
}

const TRIES = 5;

/** In the transaction that makes it necessary. */
export async function enqueueSettling(db: Queryable, wish: SettleWish): Promise<void> {
  await enqueueJob(db, SETTLE_JOB, { ...wish }, { queue: SETTLE_JOB, tries: TRIES });
}

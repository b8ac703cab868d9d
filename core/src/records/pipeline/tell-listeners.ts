import { isTransaction } from '../store/atomically.ts';
import { toStore } from './store-writes.ts';
import type { WriteStage } from './write-batch.ts';

/** Whoever listens is told once the commit is certain; in an open transaction that is when it commits. */
export const tellListeners: WriteStage = {
  name: 'after commit',
  effect: true,
  run(batch) {
    const { committed, db } = batch.ctx;
    if (committed === undefined || toStore(batch).length === 0) return;
    if (isTransaction(db)) db.afterCommit(committed);
    else committed();
  },
};

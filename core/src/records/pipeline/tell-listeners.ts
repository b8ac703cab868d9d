import type { CommittedWrite } from '../../kernel/context.ts';
import { isTransaction } from '../store/atomically.ts';
import type { RecordChange } from '../store/record-changes.ts';
import { toStore } from './store-writes.ts';
import type { WriteBatch, WriteStage } from './write-batch.ts';

/** Whoever listens is told once the commit is certain; in an open transaction that is when it commits. */
export const tellListeners: WriteStage = {
  name: 'after commit',
  effect: true,
  run(batch) {
    const { committed, db } = batch.ctx;
    if (committed === undefined) return;
    const writes = committedWrites(batch);
    if (writes.length === 0) return;
    if (isTransaction(db)) db.afterCommit(() => committed(writes));
    else committed(writes);
  },
};

function committedWrites(batch: WriteBatch): CommittedWrite[] {
  const own = toStore(batch).map((write) => committedWrite(batch.object.name, write));
  if (own.length === 0) return [];
  const others = batch.dependants.flatMap(({ object, changes }) =>
    changes.map((change) => committedWrite(object.name, change)),
  );
  return [...own, ...others];
}

function committedWrite(object: string, { id, action, version, changes }: RecordChange): CommittedWrite {
  return { object, id, action, version: version + 1, fields: Object.keys(changes) };
}

import type { WriteStage } from './write-batch.ts';

/** A record that occurs twice in one request would be written over without anybody having seen it. */
export const refuseRepeats: WriteStage = {
  name: 'refuse repeats',
  run(batch) {
    const seen = new Set<string>();
    for (const write of batch.writes) {
      if (write.action === 'create') continue;
      const id = write.id.toLowerCase();
      if (seen.has(id)) write.issues.push({ path: '', code: 'duplicate_in_batch' });
      seen.add(id);
    }
  },
};

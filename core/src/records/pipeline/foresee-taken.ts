import { findTaken } from './find-taken.ts';
import { takenIssue } from './store-writes.ts';
import { livingFields, soundEdits, type WriteBatch } from './write-batch.ts';

/** What the database's unique indexes would say, for dry runs, which never ask them. */
export async function foreseeTaken(batch: WriteBatch): Promise<void> {
  for (const field of livingFields(batch.object)) {
    if (field.unique !== true) continue;
    for (const write of await findTaken(batch, field, soundEdits(batch))) write.issues.push(takenIssue(field));
  }
}

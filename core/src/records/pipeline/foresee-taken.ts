import { findTaken } from './find-taken.ts';
import { findTakenTogether } from '../unique/find-taken-together.ts';
import { uniqueRules } from '../unique/unique-rule.ts';
import { takenIssue, takenTogether } from './store-writes.ts';
import { livingFields, soundEdits, type WriteBatch } from './write-batch.ts';

/** What the database's unique indexes would say, for dry runs, which never ask them. */
export async function foreseeTaken(batch: WriteBatch): Promise<void> {
  for (const field of livingFields(batch.object)) {
    if (field.unique !== true) continue;
    for (const write of await findTaken(batch, field, soundEdits(batch))) write.issues.push(takenIssue(field));
  }
  for (const rule of uniqueRules(batch.object)) {
    for (const write of await findTakenTogether(batch, rule, soundEdits(batch)))
      write.issues.push(...takenTogether(rule));
  }
}

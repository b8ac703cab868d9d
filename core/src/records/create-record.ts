import type { AccessContext } from '../access/access-profile.ts';
import { writeOne } from './write-records.ts';
import type { RecordInput, WrittenRecord } from './written-record.ts';

/** Makes one record. Throws `invalid_input` with a path for everything wrong, `forbidden`, `not_unique`. */
export async function createRecord(ctx: AccessContext, object: string, input: RecordInput): Promise<WrittenRecord> {
  return writeOne(ctx, object, { action: 'create', input });
}

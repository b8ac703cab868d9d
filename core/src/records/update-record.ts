import type { AccessContext } from '../access/access-profile.ts';
import { writeOne } from './write-records.ts';
import type { RecordInput, WrittenRecord } from './written-record.ts';

export interface UpdateOptions {
  /** The version the caller looked at (If-Match); throws `version_conflict` when the record has moved on. */
  version?: number;
}

/** Changes the fields named in the patch. Throws `record_not_found`, `invalid_input`, `forbidden_row`, `version_conflict`. */
export async function updateRecord(
  ctx: AccessContext,
  object: string,
  id: string,
  patch: RecordInput,
  options: UpdateOptions = {},
): Promise<WrittenRecord> {
  return writeOne(ctx, object, { action: 'update', id, input: patch, ...options });
}

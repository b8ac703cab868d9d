import type { AccessContext } from '../access/access-profile.ts';
import type { UpdateOptions } from './update-record.ts';
import { writeOne } from './write-records.ts';

/**
 * Puts a record, and what its references say goes with it, into the recycle bin. Throws `record_not_found`,
 * `forbidden_row`, `restricted_delete`, `version_conflict`.
 */
export async function deleteRecord(
  ctx: AccessContext,
  object: string,
  id: string,
  options: UpdateOptions = {},
): Promise<void> {
  await writeOne(ctx, object, { action: 'delete', id, ...options });
}

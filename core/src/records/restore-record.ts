import type { AccessContext } from '../access/access-profile.ts';
import { writeOne } from './write-records.ts';
import type { WrittenRecord } from './written-record.ts';

/** Brings a record back from the recycle bin, and with it everything that was deleted because of it. */
export async function restoreRecord(ctx: AccessContext, object: string, id: string): Promise<WrittenRecord> {
  return writeOne(ctx, object, { action: 'restore', id });
}

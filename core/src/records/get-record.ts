import type { AccessContext } from '../access/access-profile.ts';
import type { FoundRecord } from './written-record.ts';

export interface GetOptions {
  /** Field names and dotted paths; absent: all readable fields. */
  fields?: readonly string[];
  /** true: look in the recycle bin. */
  deleted?: boolean;
}

/** Reads one record. Throws `record_not_found`, also where the reader may not see it. */
export async function getRecord(
  _ctx: AccessContext,
  _object: string,
  _id: string,
  _options: GetOptions = {},
): Promise<FoundRecord> {
  throw new Error('Not built yet');
}

import type { GroupPage, RecordQuery } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

/** Groups records and computes aggregates per group; without `group_by` one row over all of them. */
export async function groupRecords(_ctx: AccessContext, _object: string, _query: RecordQuery): Promise<GroupPage> {
  throw new Error('Not built yet');
}

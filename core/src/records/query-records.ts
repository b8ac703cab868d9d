import type { RecordPage, RecordQuery } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

/** Reads one page of the records that the filter and the reader's row rules leave; `deleted` looks in the recycle bin. */
export async function queryRecords(_ctx: AccessContext, _object: string, _query: RecordQuery): Promise<RecordPage> {
  throw new Error('Not built yet');
}

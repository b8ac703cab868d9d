import type { BulkRequest, BulkResult } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

/**
 * Creates, updates and deletes many records of one object. In mode `all` (the default) one error leaves everything as it
 * was; every error is listed with its list, index and path, its message in the caller's language.
 */
export async function bulkRecords(_ctx: AccessContext, _object: string, _request: BulkRequest): Promise<BulkResult> {
  throw new Error('Not built yet');
}

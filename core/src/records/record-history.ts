import type { HistoryEntry } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';

export interface HistoryQuery {
  /** 1 to 200, default 50. */
  limit?: number;
  cursor?: string;
}

export interface HistoryPage {
  data: HistoryEntry[];
  page: { next: string | null };
}

/** Every write to one record, newest first, less the fields the reader may not see. */
export async function recordHistory(
  _ctx: AccessContext,
  _object: string,
  _id: string,
  _query: HistoryQuery = {},
): Promise<HistoryPage> {
  throw new Error('Not built yet');
}

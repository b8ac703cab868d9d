import type { RecordData, RecordQuery } from '@stratacrm/sdk';
import { queryRecords } from '../api/records.ts';

const PAGE = 200;

/** The records of a question, page after page; `more`: there are others beyond the most that are wanted. */
export async function allRecords(
  object: string,
  query: RecordQuery,
  most: number,
  signal: AbortSignal,
): Promise<{ records: RecordData[]; more: boolean }> {
  const records: RecordData[] = [];
  let cursor: string | undefined;
  while (records.length < most) {
    const page = await queryRecords(object, { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) }, signal);
    records.push(...page.data);
    cursor = page.page.next ?? undefined;
    if (cursor === undefined) break;
  }
  return { records, more: cursor !== undefined };
}

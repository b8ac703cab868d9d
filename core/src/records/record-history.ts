import type { HistoryEntry } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { readChanges } from './history/change-entry.ts';
import { requireVisible } from './history/visible-record.ts';
import { readCursor, refuseBadCursor, writeCursor } from './query/cursor.ts';
import { checkLimit } from './query/limit.ts';

export interface HistoryQuery {
  /** 1 to 200, default 50. */
  limit?: number;
  cursor?: string;
}

export interface HistoryPage {
  data: HistoryEntry[];
  page: { next: string | null };
}

const DEFAULT_LIMIT = 50;

/** Every write to one record, newest first, less the fields the reader may not see. */
export async function recordHistory(
  ctx: AccessContext,
  object: string,
  id: string,
  query: HistoryQuery = {},
): Promise<HistoryPage> {
  const sight = await requireVisible(ctx, object, id);
  const limit = checkLimit(query.limit, DEFAULT_LIMIT);
  const place = `history ${id}`;
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor, place, undefined, 1);
  const before = cursor === null ? null : { version: cursor[0]! };
  const entries = await refuseBadCursor(cursor, readChanges(ctx, sight, object, id, before, limit + 1));
  const page = entries.slice(0, limit).map((each) => each.entry);
  const next = entries.length > limit ? writeCursor(place, undefined, [String(page.at(-1)!.version)]) : null;
  return { data: page, page: { next } };
}

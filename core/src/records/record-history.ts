import { StrataError, type CompiledField, type HistoryEntry } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { readChanges } from './history/change-entry.ts';
import { requireVisible } from './history/visible-record.ts';
import { readCursor, refuseBadCursor, writeCursor } from './query/cursor.ts';
import { checkLimit } from './query/limit.ts';
import { unknownFieldIssue } from './query/selection.ts';
import type { Sight } from './sight/sight.ts';

export interface HistoryQuery {
  /** 1 to 200, default 50. */
  limit?: number;
  cursor?: string;
  /** What became of this field alone. */
  field?: string;
}

export interface HistoryPage {
  data: HistoryEntry[];
  page: { next: string | null };
}

const DEFAULT_LIMIT = 50;

/** Every write to one record, newest first, less the fields the reader may not see; or to one field of it. */
export async function recordHistory(
  ctx: AccessContext,
  object: string,
  id: string,
  query: HistoryQuery = {},
): Promise<HistoryPage> {
  const sight = await requireVisible(ctx, object, id);
  const field = query.field === undefined ? undefined : fieldOf(sight, object, query.field);
  const limit = checkLimit(query.limit, DEFAULT_LIMIT);
  const place = `history ${id}${field === undefined ? '' : ` ${field.id}`}`;
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor, place, undefined, 1);
  const before = cursor === null ? null : { version: cursor[0]! };
  const entries = await refuseBadCursor(cursor, readChanges(ctx, sight, object, id, before, limit + 1, field));
  const page = entries.slice(0, limit).map((each) => each.entry);
  const next = entries.length > limit ? writeCursor(place, undefined, [String(page.at(-1)!.version)]) : null;
  // Of a list of records that are all hidden from him nothing is left.
  const told = field === undefined ? page : page.filter(({ changes }) => changes.length > 0);
  return { data: told, page: { next } };
}

/** Throws the same whether there is no such field or it is hidden. */
function fieldOf(sight: Sight, object: string, name: string): CompiledField {
  const { fields } = sight.model.objects[object]!;
  if (Object.hasOwn(fields, name)) return fields[name]!;
  const issue = unknownFieldIssue(sight.model.objects[object]!, name, 'field');
  throw new StrataError(issue.code, issue.params, [issue]);
}

import type { TimelineEntry } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { readChanges, shownPerson } from './history/change-entry.ts';
import { timelinePlans, type TimelinePlan, type TimelineRow } from './history/timeline-plan.ts';
import { requireVisible } from './history/visible-record.ts';
import { readCursor, refuseBadCursor, writeCursor } from './query/cursor.ts';
import { checkLimit } from './query/limit.ts';
import type { Sight } from './sight/sight.ts';
import { runStatement } from './sql/statement.ts';
import { storageCodec } from './store/storage-codec.ts';

export interface TimelineQuery {
  /** Only activities or only changes; default both. */
  kind?: TimelineEntry['kind'];
  /** 1 to 200, default 50. */
  limit?: number;
  cursor?: string;
}

export interface TimelinePage {
  data: TimelineEntry[];
  page: { next: string | null };
}

/** An entry and its place: time as PostgreSQL writes it, then id. */
interface Placed {
  at: string;
  id: string;
  entry: TimelineEntry;
}

interface Place {
  at: string;
  id: string;
}

const DEFAULT_LIMIT = 50;

/** What happened around one record: activities that refer to it and changes of it, newest first. */
export async function recordTimeline(
  ctx: AccessContext,
  object: string,
  id: string,
  query: TimelineQuery = {},
): Promise<TimelinePage> {
  const sight = await requireVisible(ctx, object, id);
  const limit = checkLimit(query.limit, DEFAULT_LIMIT);
  const tag = `timeline ${id} ${query.kind ?? ''}`;
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor, tag, undefined, 2);
  const after = cursor === null ? null : { at: cursor[0] ?? '', id: cursor[1]! };
  const found = await refuseBadCursor(
    cursor,
    (async () => [
      ...(query.kind === 'change' ? [] : await activities(ctx, sight, object, id, after, limit + 1)),
      ...(query.kind === 'activity' ? [] : await changes(ctx, sight, object, id, after, limit + 1)),
    ])(),
  );
  const entries = found.sort(newestFirst);
  const page = entries.slice(0, limit);
  const last = page.at(-1);
  const next = entries.length > limit && last !== undefined ? writeCursor(tag, undefined, [last.at, last.id]) : null;
  return { data: page.map((each) => each.entry), page: { next } };
}

/** PostgreSQL's text of an instant in UTC sorts as the instant does. */
function newestFirst(a: Placed, b: Placed): number {
  if (a.at !== b.at) return a.at < b.at ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

async function activities(
  ctx: AccessContext,
  sight: Sight,
  object: string,
  id: string,
  after: Place | null,
  limit: number,
): Promise<Placed[]> {
  const plans = timelinePlans(sight, object, after === null ? 'first' : 'later');
  const values = { id, limit, at: after?.at, after: after?.id };
  const found: Placed[] = [];
  for (const plan of plans) {
    const { rows } = await runStatement<TimelineRow>(ctx, plan.statement, values);
    found.push(...rows.map((row) => ({ at: row.at, id: row.id, entry: activityEntry(ctx, plan, row) })));
  }
  return found;
}

const instants = storageCodec('timestamptz');

function activityEntry(ctx: AccessContext, plan: TimelinePlan, row: TimelineRow): TimelineEntry {
  return {
    at: String(instants.decode(row.at)),
    kind: 'activity',
    by: row.by_id === null ? null : shownPerson(ctx, { id: row.by_id, name: row.by_name ?? '' }),
    object: plan.object,
    id: row.id,
    type: plan.read(row, 'type'),
    title: plan.read(row, 'title'),
    body: plan.read(row, 'body'),
  };
}

async function changes(
  ctx: AccessContext,
  sight: Sight,
  object: string,
  id: string,
  after: Place | null,
  limit: number,
): Promise<Placed[]> {
  const read = await readChanges(ctx, sight, object, id, after, limit);
  return read.map(({ entry, at, id: change }) => ({
    at,
    id: change,
    entry: { at: entry.at, kind: 'change', by: entry.by, change: entry },
  }));
}

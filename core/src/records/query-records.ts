import type { RecordPage, RecordQuery } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { cursorParameters, readCursor, refuseBadCursor, writeCursor, type CursorValues } from './query/cursor.ts';
import { checkLimit } from './query/limit.ts';
import { askedAt } from './query/moment.ts';
import { countRecords, type Count } from './query/count.ts';
import { orderLength, pagePlan } from './query/page-plan.ts';
import { sightOn } from './query/readable-object.ts';
import { seenFirst } from './query/seen-first.ts';
import { isTransaction } from './store/atomically.ts';
import { readStatement, runStatement } from './sql/statement.ts';
import { PageWriter } from './query/page-writer.ts';

const DEFAULT_LIMIT = 50;

/** Reads one page of the records that the filter and the reader's row rules leave; `deleted` looks in the recycle bin,
 * `as_of` at a past moment. */
export async function queryRecords(asker: AccessContext, object: string, query: RecordQuery): Promise<RecordPage> {
  return pageOf(await askFor(asker, object, query));
}

async function pageOf(asked: Asked): Promise<RecordPage> {
  const { ctx, plan, limit, cursor, parameters, nextAfter, counted } = asked;
  const { rows } = await refuseBadCursor(
    cursor,
    runStatement<Record<string, unknown>>(ctx, plan.statement, parameters),
  );
  const more = rows.length > limit;
  if (more) rows.length = limit;
  const last = more ? rows[limit - 1]! : undefined;
  const next = last && nextAfter(plan.cursorAliases.map((alias) => cursorText(last[alias])));
  return { data: rows.map(plan.toRecord), page: { next: next ?? null }, ...(await counted()) };
}

/** The same page as JSON; most are written while their rows come, and no record is made. */
export async function queryRecordsAsJson(
  asker: AccessContext,
  object: string,
  query: RecordQuery,
): Promise<Uint8Array | string> {
  const asked = await askFor(asker, object, query);
  const { ctx, plan, limit, cursor, parameters, nextAfter, counted } = asked;
  if (plan.text === undefined) return JSON.stringify(await pageOf(asked));
  const writer = new PageWriter(plan.text, limit);
  await refuseBadCursor(cursor, readStatement(ctx, plan.statement, parameters, writer));
  const last = writer.next();
  return writer.end({ page: { next: last && nextAfter(last) }, ...(await counted()) });
}

type Asked = Awaited<ReturnType<typeof askFor>>;

/** What there is to ask, and what is asked beside it. */
async function askFor(asker: AccessContext, object: string, query: RecordQuery) {
  const { ctx, past, values, place } = askedAt(asker, query.as_of);
  const sight = await seenFirst(ctx, sightOn(ctx, object, past).sight, object);
  const limit = checkLimit(query.limit, DEFAULT_LIMIT);
  const where = whereOf(object, place, query);
  const cursor = cursorOf(query, () => orderLength(sight, object, query.sort), where);
  const plan = pagePlan(sight, object, query, limit, cursor);
  return {
    ctx,
    plan,
    limit,
    cursor,
    parameters: { limit: limit + 1, ...values, ...(cursor && cursorParameters(cursor)) },
    nextAfter: (last: CursorValues) => writeCursor(where, query.sort, last),
    counted: counting(ctx, query, () => countRecords(ctx, sight, object, query, values)),
  };
}

/** Beside the page where there are connections for both, else after it. */
function counting(
  { db }: AccessContext,
  query: RecordQuery,
  count: () => Promise<Count>,
): () => Promise<Count> | undefined {
  if (query.count !== 'exact' && query.count !== 'estimate') return () => undefined;
  if (isTransaction(db)) return count;
  const begun = count();
  // Handled by whoever asks for it; until then a failing count must not end the process.
  begun.catch(() => {});
  return () => begun;
}

/** What a cursor belongs to beside its order. */
function whereOf(object: string, place: string, { backwards }: RecordQuery): string {
  return `${object}${place}${backwards === true ? ' backwards' : ''}`;
}

function cursorOf(query: RecordQuery, length: () => number, object: string): CursorValues | null {
  return query.cursor === undefined ? null : readCursor(query.cursor, object, query.sort, length());
}

function cursorText(value: unknown): string | null {
  return value === null ? null : String(value);
}

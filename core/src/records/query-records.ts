import type { RecordPage, RecordQuery } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { cursorParameters, readCursor, refuseBadCursor, writeCursor, type CursorValues } from './query/cursor.ts';
import { checkLimit } from './query/limit.ts';
import { askedAt } from './query/moment.ts';
import { countRecords, type Count } from './query/count.ts';
import { orderLength, pagePlan } from './query/page-plan.ts';
import { sightOn } from './query/readable-object.ts';
import { isTransaction } from './store/atomically.ts';
import { runStatement } from './sql/statement.ts';

const DEFAULT_LIMIT = 50;

/** Reads one page of the records that the filter and the reader's row rules leave; `deleted` looks in the recycle bin,
 * `as_of` at a past moment. */
export async function queryRecords(asker: AccessContext, object: string, query: RecordQuery): Promise<RecordPage> {
  const { ctx, past, values, place } = askedAt(asker, query.as_of);
  const { sight } = sightOn(ctx, object, past);
  const limit = checkLimit(query.limit, DEFAULT_LIMIT);
  const cursor = cursorOf(query, () => orderLength(sight, object, query.sort), whereOf(object, place, query));
  const plan = pagePlan(sight, object, query, limit, cursor);
  const counted = query.count === 'exact' || query.count === 'estimate';
  const count = (): Promise<Count> => countRecords(ctx, sight, object, query, values);
  // Beside the page where there are connections for both.
  const counting = counted && !isTransaction(ctx.db) ? count() : undefined;
  // Handled below; until then a failing count must not end the process.
  counting?.catch(() => {});
  const parameters = { limit: limit + 1, ...values, ...(cursor && cursorParameters(cursor)) };
  const { rows } = await refuseBadCursor(
    cursor,
    runStatement<Record<string, unknown>>(ctx, plan.statement, parameters),
  );
  const more = rows.length > limit;
  if (more) rows.length = limit;
  const last = more ? rows[limit - 1]! : undefined;
  const next =
    last &&
    writeCursor(
      whereOf(object, place, query),
      query.sort,
      plan.cursorAliases.map((alias) => cursorText(last[alias])),
    );
  return {
    data: rows.map(plan.toRecord),
    page: { next: next ?? null },
    ...(counted && (await (counting ?? count()))),
  };
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

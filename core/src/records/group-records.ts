import { createHash } from 'node:crypto';
import type { GroupPage, RecordQuery } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { readCursor, refuseBadCursor, writeCursor } from './query/cursor.ts';
import { groupPlan } from './query/group-plan.ts';
import { checkLimit } from './query/limit.ts';
import { askedAt } from './query/moment.ts';
import { sightOn } from './query/readable-object.ts';
import { seenFirst } from './query/seen-first.ts';
import { runStatement } from './sql/statement.ts';

const DEFAULT_LIMIT = 200;

/**
 * Groups records and computes aggregates per group; without `group_by` one row over all of them. Groups stand in the
 * order of their keys unless `sort` names keys or aggregates. Amounts are in the workspace currency.
 */
export async function groupRecords(asker: AccessContext, object: string, query: RecordQuery): Promise<GroupPage> {
  const { ctx, past, values, place } = askedAt(asker, query.as_of);
  const sight = await seenFirst(ctx, sightOn(ctx, object, past).sight, object);
  const limit = checkLimit(query.limit, DEFAULT_LIMIT);
  const plan = groupPlan(sight, object, query);
  const tag = object + place + shapeOf(query);
  const cursor = query.cursor === undefined ? null : readCursor(query.cursor, tag, query.sort, 1);
  const parameters = { limit: limit + 1, offset: cursor?.[0] ?? '0', ...values };
  const { rows } = await refuseBadCursor(
    cursor,
    runStatement<Record<string, unknown>>(ctx, plan.statement, parameters),
  );
  const groups = rows.slice(0, limit).map(plan.toGroup);
  const next = rows.length > limit ? writeCursor(tag, query.sort, [String(Number(parameters.offset) + limit)]) : null;
  return { data: groups, page: { next } };
}

/** Groups are made anew for each page, so a place among them means something only for the same question. */
function shapeOf({ filter, group_by: by, aggregates, having, deleted }: RecordQuery): string {
  const shape = JSON.stringify([filter, by, aggregates, having, deleted]);
  return ` by ${createHash('sha1').update(shape).digest('base64url')}`;
}

import type { RecordQuery } from '@stratacrm/sdk';
import type { Context } from '../../kernel/context.ts';
import type { Sight } from '../sight/sight.ts';
import { runStatement, type GivenValues } from '../sql/statement.ts';
import { countPlan, rowsPlan } from './page-plan.ts';

export interface Count {
  count: number;
  estimated?: true;
}

/** Up to here an estimate is exact: it is counted as far as this anyway. */
const COUNTED = 10_000;

/** How many records the filter and the reader's rules leave. */
export async function countRecords(
  ctx: Context,
  sight: Sight,
  object: string,
  query: RecordQuery,
  values: GivenValues,
): Promise<Count> {
  if (query.count === 'estimate' && hidesNothing(sight)) return estimate(ctx, sight, object, query, values);
  const { rows } = await runStatement<{ count: string }>(ctx, countPlan(sight, object, query), values);
  return { count: Number(rows[0]?.count) };
}

/** The planner's statistics are over all records, so only who sees all of them may be told what they say. */
function hidesNothing(sight: Sight): boolean {
  const all = Object.values(sight.catalog.model.objects).filter((object) => object.archived !== true);
  return !sight.past && all.every((object) => sight.rows(object.name).kind === 'all');
}

async function estimate(
  ctx: Context,
  sight: Sight,
  object: string,
  query: RecordQuery,
  values: GivenValues,
): Promise<Count> {
  const plan = rowsPlan(sight, object, query);
  const { rowCount } = await runStatement(ctx, plan, { ...values, limit: COUNTED + 1 });
  if ((rowCount ?? 0) <= COUNTED) return { count: rowCount ?? 0 };
  const explained = { ...plan, text: `explain (format json) ${plan.text}`, name: () => undefined };
  const { rows } = await runStatement<{ 'QUERY PLAN': Explained[] }>(ctx, explained, { ...values, limit: null });
  return { count: Math.max(COUNTED, Math.round(rows[0]!['QUERY PLAN'][0]!.Plan['Plan Rows'])), estimated: true };
}

interface Explained {
  Plan: { 'Plan Rows': number };
}

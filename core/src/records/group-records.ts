import type { GroupPage, RecordQuery } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { groupPlan } from './query/group-plan.ts';
import { askedAt } from './query/moment.ts';
import { checkLimit } from './query/limit.ts';
import { sightOn } from './query/readable-object.ts';
import { runStatement } from './sql/statement.ts';

const DEFAULT_LIMIT = 200;

/**
 * Groups records and computes aggregates per group; without `group_by` one row over all of them. Groups stand in the
 * order of their keys unless `sort` names keys or aggregates. Amounts are in the workspace currency.
 */
export async function groupRecords(asker: AccessContext, object: string, query: RecordQuery): Promise<GroupPage> {
  const { ctx, past, values } = askedAt(asker, query.as_of);
  const { sight } = sightOn(ctx, object, past);
  const limit = checkLimit(query.limit, DEFAULT_LIMIT);
  const plan = groupPlan(sight, object, query);
  const { rows } = await runStatement<Record<string, unknown>>(ctx, plan.statement, { limit, ...values });
  return { data: rows.map(plan.toGroup) };
}

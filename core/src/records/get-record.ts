import { StrataError, isId } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { getPlan } from './query/get-plan.ts';
import { askedAt } from './query/moment.ts';
import { sightOn } from './query/readable-object.ts';

import { runStatement } from './sql/statement.ts';
import type { FoundRecord } from './written-record.ts';

export interface GetOptions {
  /** Field names and dotted paths; absent: all readable fields. */
  fields?: readonly string[];
  /** true: look in the recycle bin. */
  deleted?: boolean;
  /** The record as it was at this moment. */
  as_of?: string;
}

/** Reads one record. Throws `record_not_found`, also where the reader may not see it. */
export async function getRecord(
  asker: AccessContext,
  object: string,
  id: string,
  options: GetOptions = {},
): Promise<FoundRecord> {
  const { ctx, past, values } = askedAt(asker, options.as_of);
  const { sight } = sightOn(ctx, object, past);
  const plan = getPlan(sight, object, options.fields, options.deleted === true ? 'deleted' : 'living');
  if (!isId(id)) throw new StrataError('record_not_found');
  const { rows } = await runStatement<Record<string, unknown>>(ctx, plan.statement, { id, ...values });
  const row = rows[0];
  if (row === undefined) throw new StrataError('record_not_found');
  const version = Number(row[plan.version]);
  return { data: plan.toRecord(row), version };
}

import { StrataError, isId } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { getPlan } from '../query/get-plan.ts';
import { sightOn } from '../query/readable-object.ts';
import type { Sight } from '../sight/sight.ts';
import { runStatement } from '../sql/statement.ts';

/** Makes sure that the reader may see the record, alive or in the recycle bin. Throws `record_not_found`. */
export async function requireVisible(ctx: AccessContext, object: string, id: string): Promise<Sight> {
  const { sight } = sightOn(ctx, object);
  if (!isId(id)) throw new StrataError('record_not_found');
  for (const which of ['living', 'deleted'] as const) {
    const { rows } = await runStatement(ctx, getPlan(sight, object, ['id'], which).statement, { id });
    if (rows.length > 0) return sight;
  }
  throw new StrataError('record_not_found');
}

import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { modelExpression } from '../../records/sight/checked-expression.ts';
import { readTogether, RunValues } from '../advance/values.ts';

/**
 * Those of the records for which a button's condition holds, read with the rights of whoever looks. A condition over
 * what he may not see tells him nothing, not even that there is a button.
 */
export async function recordsWhere(
  ctx: AccessContext,
  object: string,
  when: string | undefined,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (when === undefined || when === '' || ids.length === 0) return new Set(ids);
  // Checked as what it is, a condition over `record`.
  modelExpression(ctx.catalog, object, when, { type: 'bool' });
  const names = [{ name: 'record', type: { type: 'ref' as const, object } }];
  const values = ids.map((record) => ({ record }));
  const known = await readTogether(ctx, names, [when], values);
  const found = new Set<string>();
  try {
    for (const value of values)
      if (await new RunValues(ctx, names, value, null, known).holds(when)) found.add(value.record);
  } catch (error) {
    if (error instanceof StrataError && error.code === 'run_hidden_field') return new Set();
    throw error;
  }
  return found;
}

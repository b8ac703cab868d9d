import type { ByFilterResult, DeleteByFilterRequest } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { writeByFilter } from './write-by-filter.ts';

/**
 * Puts every record that the filter finds into the recycle bin, with what goes along with each. Throws `count_changed`
 * when the filter finds another number than expected, `too_many_records`.
 */
export async function deleteByFilter(
  ctx: AccessContext,
  object: string,
  { filter, ...options }: DeleteByFilterRequest,
): Promise<ByFilterResult> {
  return writeByFilter(ctx, object, filter, options, ({ id, version }) => ({ action: 'delete', id, version }));
}

import type { ByFilterResult, UpdateByFilterRequest } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { writeByFilter } from './write-by-filter.ts';

/**
 * Makes the same change to every record that the filter finds; with `set: {owner}` they all get a new owner. Throws
 * `count_changed` when the filter finds another number than expected, `too_many_records`.
 */
export async function updateByFilter(
  ctx: AccessContext,
  object: string,
  { filter, set, ...options }: UpdateByFilterRequest,
): Promise<ByFilterResult> {
  return writeByFilter(ctx, object, filter, options, ({ id, version }) => {
    return { action: 'update', id, input: set, version };
  });
}

import { StrataError, type ByFilterResult, type UpdateByFilterRequest } from '@stratacrm/sdk';
import type { AccessContext } from '../access/access-profile.ts';
import { unknownFieldIssue } from './query/selection.ts';
import { readerSight } from './sight/sight.ts';
import { writeByFilter } from './write-by-filter.ts';

/**
 * Makes the same change to every record that the filter finds; with `set: {owner}` they all get a new owner. Throws
 * `unknown_field`, `count_changed` when the filter finds another number than expected, `too_many_records`.
 */
export async function updateByFilter(
  ctx: AccessContext,
  object: string,
  { filter, set, ...options }: UpdateByFilterRequest,
): Promise<ByFilterResult> {
  requireFields(ctx, object, Object.keys(set));
  return writeByFilter(ctx, object, filter, options, ({ id, version }) => {
    return { action: 'update', id, input: set, version };
  });
}

/** A field that does not exist is an error of the request, also where the filter finds nothing. */
function requireFields(ctx: AccessContext, name: string, fields: readonly string[]): void {
  const object = readerSight(ctx.catalog, ctx.access).model.objects[name];
  if (object === undefined) return;
  const issues = fields.flatMap((field) =>
    object.fields[field] === undefined ? [unknownFieldIssue(object, field, `set.${field}`)] : [],
  );
  if (issues.length > 0) throw new StrataError(issues[0]!.code, issues[0]!.params, issues);
}

import type { AccessContext } from '../access/access-profile.ts';
import { readablePaths } from '../access/readable-paths.ts';

/** Of the fields by which a filter narrows objects those that the reader may read. */
export function readableFields(ctx: AccessContext, fields: Record<string, string>): Record<string, string> {
  const may = readablePaths(ctx.catalog.model, ctx.access);
  return Object.fromEntries(
    Object.entries(fields).filter(([object, path]) => may.object(object) && may.path(object, path.split('.'))),
  );
}

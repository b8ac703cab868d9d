import type { AccessContext } from '../../access/access-profile.ts';
import { readablePaths } from '../../access/readable-paths.ts';
import type { TriedWrite } from './trial-outcome.ts';

/** What was written, less the fields that the person may not read. */
export function shownWrites(ctx: AccessContext, writes: readonly TriedWrite[]): TriedWrite[] {
  const readable = readablePaths(ctx.catalog.model, ctx.access);
  return writes
    .filter((write) => readable.object(write.object))
    .map((write) => ({
      ...write,
      changes: Object.fromEntries(
        Object.entries(write.changes).filter(
          ([field]) => readable.field(write.object, field) && isPlain(ctx, write.object, field),
        ),
      ),
    }));
}

/**
 * Whether nothing at all is hidden from the person. What would have been sent or called was put together with the rights
 * of others, out of whatever they may read, so nobody else is shown more of it than how many there are.
 */
export function seesEverything({ catalog, access }: AccessContext): boolean {
  const readable = readablePaths(catalog.model, access);
  return Object.values(catalog.model.objects).every(
    (object) =>
      object.archived === true ||
      (access.permission(object.name, 'read').kind === 'all' &&
        Object.values(object.fields).every(
          (field) =>
            field.archived === true ||
            (readable.field(object.name, field.name) && isPlain({ catalog, access }, object.name, field.name)),
        )),
  );
}

/** The whole value is shown to the person, and not a part of it. */
function isPlain({ access }: Pick<AccessContext, 'access' | 'catalog'>, object: string, field: string): boolean {
  const permission = access.field(object, field);
  return permission === 'read' || permission === 'edit';
}

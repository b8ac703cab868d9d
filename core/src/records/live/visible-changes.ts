import { StrataError } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { rollupOf } from '../../model/rollups/rollup.ts';
import { queryRecords } from '../query-records.ts';
import { workedOut } from '../rollups/readable-value.ts';
import { readerSight } from '../sight/sight.ts';
import type { LiveChange } from './live-hub.ts';

/** The most a page may have. */
const AT_ONCE = 200;

/** Which of the changed records this person may read now, living or in his recycle bin. */
export async function visibleChanges(ctx: AccessContext, { object, ids, derived }: LiveChange): Promise<string[]> {
  if (derived && !seesStoredRollups(ctx, object)) return [];
  const seen = new Set<string>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const filter = `id in ${JSON.stringify(ids.slice(from, from + AT_ONCE))}`;
    for (const deleted of [false, true]) for (const id of await readable(ctx, object, filter, deleted)) seen.add(id);
  }
  return ids.filter((id) => seen.has(id));
}

/** Whoever has a roll-up worked out for him must not be told that others than his records moved the stored one. */
function seesStoredRollups(ctx: AccessContext, object: string): boolean {
  const sight = readerSight(ctx.catalog, ctx.access);
  const fields = Object.values(sight.model.objects[object]?.fields ?? {});
  return fields.some((field) => rollupOf(field) !== undefined && workedOut(sight, field) === undefined);
}

async function readable(ctx: AccessContext, object: string, filter: string, deleted: boolean): Promise<string[]> {
  try {
    const { data } = await queryRecords(ctx, object, { fields: ['id'], filter, deleted, limit: AT_ONCE });
    return data.map(({ id }) => id);
  } catch (error) {
    // Without any right to the object, or to its bin, there is nothing to tell.
    if (error instanceof StrataError && error.status < 500) return [];
    throw error;
  }
}

import type { SearchGaps } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Catalog } from '../../model/catalog.ts';
import { readerSight } from '../sight/sight.ts';
import { percentMade, unfinishedObjects } from './index-state.ts';
import { searchedObjects } from './search-plan.ts';

const KEY = 'search index made';

/**
 * Objects whose older records the search may not find yet, because the index of them is still being made: after an update
 * of Strata, or a release by which it looks in other fields. Ask before the search: what is complete then is found. null
 * where nothing is missing, which costs nothing from the second time on.
 */
export async function searchGaps(ctx: AccessContext, objects: readonly string[] | null): Promise<SearchGaps | null> {
  if (ctx.catalog.derived.get(KEY) === true) return null;
  const unfinished = await unfinishedObjects(ctx.db, ctx.catalog);
  if (unfinished.length === 0) return complete(ctx.catalog);
  const asked = new Set(searchedObjects(readerSight(ctx.catalog, ctx.access), objects).map(({ name }) => name));
  const missing = unfinished.filter((name) => asked.has(name));
  return missing.length === 0 ? null : { objects: missing, percent: await percentMade(ctx.db) };
}

/** Those of the objects whose index is made: in another one each person's pieces may be missing. */
export async function madeObjects<Named extends { name: string }>(
  { db, catalog }: AccessContext,
  objects: readonly Named[],
): Promise<readonly Named[]> {
  if (catalog.derived.get(KEY) === true) return objects;
  const unfinished = await unfinishedObjects(db, catalog);
  if (unfinished.length === 0) complete(catalog);
  return objects.filter(({ name }) => !unfinished.includes(name));
}

/** It stays so for as long as this catalog is live. */
function complete(catalog: Catalog): null {
  catalog.derived.set(KEY, true);
  return null;
}

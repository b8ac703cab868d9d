import type { CompiledObject } from '@stratacrm/sdk';
import type { Sight } from '../sight/sight.ts';
import type { OwnerSet } from './search-owners.ts';
import { hidesTexts } from './search-plan.ts';

/** Whether what is hidden from the reader, records or texts of records, can make a search by the index of pieces take longer. */
export function isLedPastHidden(
  sight: Sight,
  objects: readonly CompiledObject[],
  owners: ReadonlyMap<string, OwnerSet>,
): boolean {
  const isPast = ({ name }: CompiledObject): boolean => sight.rows(name).kind !== 'all' && !owners.has(name);
  return objects.some((object) => hidesTexts(sight, object) || isPast(object));
}

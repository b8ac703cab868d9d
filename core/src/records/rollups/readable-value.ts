import { rollupOf, type Rollup } from '../../model/rollups/rollup.ts';
import { rollupsRead } from '../../model/rollups/rollup-problems.ts';
import type { CompiledField } from '@stratacrm/sdk';
import { planned } from '../sql/catalog-memory.ts';
import type { Sight } from '../sight/sight.ts';

/**
 * The roll-up that has to be worked out for this reader, out of the children that he may read; undefined for any other
 * field, and for one whose stored value he may have: it tells of nothing that he could not read himself.
 */
export function workedOut(sight: Sight, field: CompiledField): Rollup | undefined {
  const rollup = rollupOf(field);
  return rollup === undefined || mayHaveStored(sight, rollup) ? undefined : rollup;
}

function mayHaveStored(sight: Sight, rollup: Rollup): boolean {
  const { catalog } = sight;
  // Stored is what is true now, and once it has been worked out.
  if (sight.past || catalog.unfinished.has(rollup.field.id)) return false;
  return planned(catalog, `stored roll-up|${sight.key}|${rollup.field.id}`, () => {
    if (sight.rows(rollup.children).kind !== 'all') return false;
    return rollupsRead(catalog, rollup).every((each) => mayHaveStored(sight, each));
  });
}

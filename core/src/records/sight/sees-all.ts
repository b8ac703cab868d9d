import type { CompiledField } from '@stratacrm/sdk';
import { linkTargets } from '../../model/build-catalog.ts';
import type { Sight } from './sight.ts';

/** Whether none of the records that the field's values may point to is hidden. */
export function seesAll(sight: Sight, field: CompiledField): boolean {
  return linkTargets(field).every(
    (target) => sight.model.objects[target] !== undefined && sight.rows(target).kind === 'all',
  );
}

import { relationOf } from '../field-types/index.ts';
import type { CompiledField, CompiledObject } from '../model/compiled.ts';
import { liveFields } from './names.ts';

/**
 * The reference that makes the object's records a tree: the one marked as its hierarchy, or else the only reference of
 * its records to their own kind.
 */
export function hierarchyOf(object: CompiledObject): CompiledField | undefined {
  const own = liveFields(object).filter((field) => field.name !== 'id' && pointsToOwn(object, field));
  return own.find((field) => field.hierarchy === true) ?? (own.length === 1 ? own[0] : undefined);
}

function pointsToOwn(object: CompiledObject, field: CompiledField): boolean {
  const relation = relationOf(field);
  return relation?.kind === 'one' && relation.to === object.name;
}

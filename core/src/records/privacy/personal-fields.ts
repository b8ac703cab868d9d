import { isPersonal, type CompiledField } from '@stratacrm/sdk';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { oncePerObject } from '../sql/once-per-object.ts';
import { storedFields } from '../store/field-column.ts';

/**
 * The fields of an object that tell of a person, archived ones too: their values are still there. Where any does, what is
 * kept secret beside it is his secret.
 */
export const personalFields: (object: CatalogObject) => readonly CompiledField[] = oncePerObject((object) => {
  const own = storedFields(object).filter((field) => !field.system);
  return own.some(isPersonal) ? own.filter((field) => isPersonal(field) || field.sensitivity === 'secret') : [];
});

/** Objects whose records may tell of a person. Users are managed elsewhere. */
export function personalObjects(catalog: Catalog): CatalogObject[] {
  return Object.keys(catalog.model.objects)
    .map((name) => catalog.object(name))
    .filter((object) => !object.managed && object.archived !== true && personalFields(object).length > 0);
}

import { traitsOf } from '@stratacrm/sdk';
import type { CatalogObject } from '../../model/catalog.ts';
import type { TableIndex } from '../../model/model.ts';
import { isStored } from '../store/field-column.ts';

/** Lists are most often in the order of their names: an index for that order, the living only. */
export function nameIndexes(object: CatalogObject): readonly TableIndex[] {
  const field = object.fields[object.name_field];
  if (field === undefined || !isStored(field) || traitsOf(field).options || !traitsOf(field).sortable) return [];
  const name = `name_${field.id.replaceAll('-', '').slice(0, 16)}`;
  const column = `"${field.name.replaceAll('"', '""')}"`;
  return [{ name, definition: `(${column} collate core.reading, id) where deleted_at is null` }];
}

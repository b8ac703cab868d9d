import type { CatalogObject } from '../../model/catalog.ts';
import type { TableIndex } from '../../model/model.ts';
import { isStored } from '../store/field-column.ts';

/**
 * Objects kept by time are asked for by time, and mostly for the latest: an index for that order, the living only. The pieces alone would not do,
 * for a record's moment may have been changed since it was made, and the id, by which the pieces are told, never does.
 */
export function momentIndexes(object: CatalogObject): readonly TableIndex[] {
  const field = object.partition_by === undefined ? undefined : object.fields[object.partition_by];
  if (field === undefined || !isStored(field)) return [];
  const column = `"${field.name.replaceAll('"', '""')}"`;
  return [
    {
      name: `latest_${field.id.replaceAll('-', '').slice(0, 16)}`,
      definition: `(${column} desc nulls last, id desc) where deleted_at is null`,
    },
  ];
}

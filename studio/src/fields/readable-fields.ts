import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { useCatalogue } from '../stores/catalogue.ts';

/** What the platform keeps for itself on every record: true, but nothing to look at or to search by. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['id', 'version', 'deleted_at']);

/** The fields of an object that this person may read, less the platform's own bookkeeping. */
export function readableFields(object: CompiledObject): CompiledField[] {
  const catalogue = useCatalogue();
  return Object.values(object.fields).filter(
    (field) =>
      field.archived !== true &&
      !(field.system && BOOKKEEPING.has(field.name)) &&
      catalogue.fieldPermission(object.name, field.name) !== 'none',
  );
}

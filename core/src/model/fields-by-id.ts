import type { CompiledField } from '@stratacrm/sdk';
import type { Catalog } from './catalog.ts';

/** All fields of a catalog by the id of their document, made once per catalog. */
export function fieldsById(catalog: Catalog): ReadonlyMap<string, CompiledField> {
  const key = 'model|fields-by-id';
  const known = catalog.derived.get(key);
  if (known !== undefined) return known as ReadonlyMap<string, CompiledField>;
  const objects = Object.values(catalog.model.objects);
  const fields = objects.flatMap((object) => Object.values(object.fields));
  const byId = new Map(fields.map((field) => [field.id, field]));
  catalog.derived.set(key, byId);
  return byId;
}

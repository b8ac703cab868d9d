import { fieldType, isFieldType, type CompiledField } from '@stratacrm/sdk';
import type { Catalog, CatalogObject } from '../catalog.ts';
import type { Registry } from './registry.ts';
import { identifier } from './sql-text.ts';
import { shapeOf } from './shape.ts';

/** By which texts the records of an object are known. */
export interface NameSource {
  object: string;
  /** Qualified and quoted, as it is called now. */
  table: string;
  /** Quoted columns of text, the name first; then what tells one record from all others. */
  columns: readonly string[];
}

/**
 * Where to look up the records that a field's values point to; null for a field that points to none, or to an object that
 * has no table yet.
 */
export function nameSourceOf(field: CompiledField, catalog: Catalog, registry: Registry): NameSource | null {
  const target = targetOf(field);
  if (target === null || !catalog.has(target)) return null;
  const object = catalog.object(target);
  const table = object.managed
    ? object.table.name
    : registry.tables.find((each) => each.document_id === object.id)?.name;
  if (table === undefined) return null;
  const columns = namingFields(object).flatMap((each) => columnOf(each, object, catalog, registry) ?? []);
  return {
    object: target,
    table: `${identifier(object.table.schema)}.${identifier(table)}`,
    columns: columns.map(identifier),
  };
}

function targetOf(field: CompiledField): string | null {
  if (!isFieldType(field.type)) return null;
  const type = fieldType(field.type).expressionType(field, fieldType);
  const single = type.type === 'list' ? type.of : type;
  return single.type === 'ref' ? single.object : null;
}

function namingFields(object: CatalogObject): CompiledField[] {
  const name = object.fields[object.name_field];
  const others = Object.values(object.fields).filter(
    (field) => field !== name && !field.system && (field.unique === true || object.managed) && isText(field),
  );
  return [...(name === undefined ? [] : [name]), ...others].filter(isText);
}

function isText(field: CompiledField): boolean {
  const storage = isFieldType(field.type) ? fieldType(field.type).storage : null;
  return storage === 'text' || storage === 'text_and_value';
}

function columnOf(
  field: CompiledField,
  object: CatalogObject,
  catalog: Catalog,
  { columns }: Registry,
): string | undefined {
  if (object.managed) return field.name;
  const shape = shapeOf(field, catalog);
  return columns.find((each) => each.document_id === field.id && each.shape === shape)?.name;
}

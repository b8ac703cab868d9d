import { relationOf, traitsOf, type CompiledField } from '@stratacrm/sdk';
import { referenceTarget } from '../build-catalog.ts';
import type { Catalog, CatalogObject } from '../catalog.ts';
import type { IndexProvider, TableIndex } from '../model.ts';
import { foreignKeyName, referenceIndexName, uniqueIndexName } from '../physical.ts';
import { shapeOf } from './shape.ts';
import { identifier } from './sql-text.ts';

export interface DesiredIndex {
  name: string;
  unique: boolean;
  /** What stands after the table's name. */
  definition: string;
  /** The column of a field's index, which after a conversion is another. */
  column?: string;
}

export interface DesiredForeignKey {
  name: string;
  column: string;
  definition: string;
  /** What the database does when the target is purged: PostgreSQL's letter for set null, or for nothing. */
  onDelete: 'n' | 'a';
}

/** Names of the indexes that the model makes, and so may drop. */
export const INDEX_PREFIX = /^(ix|uq|xi)_/;

/** Every index an object's table should have, apart from its primary key. */
export function desiredIndexes(
  object: CatalogObject,
  catalog: Catalog,
  providers: readonly IndexProvider[],
): DesiredIndex[] {
  const short = object.id.replaceAll('-', '').slice(0, 16);
  const living = 'where deleted_at is null';
  const plain = (name: string, definition: string): DesiredIndex => ({ name, unique: false, definition });
  return [
    // Row rules are mostly about the owner, and lists mostly in this order: without it the list of one owner among ten
    // took six times as long as everybody's.
    plain(`ix_${short}_own`, `(owner, created_at, id) ${living}`),
    plain(`ix_${short}_created`, `(created_at, id) ${living}`),
    plain(`ix_${short}_updated`, `(updated_at, id) ${living}`),
    plain(`ix_${short}_bin`, '(deleted_at, id) where deleted_at is not null'),
    ...columnsOf(object, catalog).flatMap(fieldIndexes),
    ...providers.flatMap((provider) => provider(object)).map(providedIndex),
  ];
}

function providedIndex({ name, definition, unique }: TableIndex): DesiredIndex {
  return unique === undefined ? { name: `xi_${name}`, unique: false, definition } : { name, unique: true, definition };
}

function fieldIndexes(field: CompiledField): DesiredIndex[] {
  const column = identifier(field.name);
  const traits = traitsOf(field);
  if (field.unique === true && traits.unique) {
    const definition = `(${column}) where deleted_at is null`;
    return [{ name: uniqueIndexName(field), unique: true, definition, column: field.name }];
  }
  const relation = relationOf(field);
  if (relation === undefined) return [];
  const definition = relation.kind === 'many' ? `using gin (${column})` : `(${column})`;
  return [{ name: referenceIndexName(field), unique: false, definition, column: field.name }];
}

/**
 * References are checked by the database too. `created_by` and `updated_by` are not: the server sets them itself, and
 * each check would cost every write a look-up.
 */
export function desiredForeignKeys(object: CatalogObject, catalog: Catalog): DesiredForeignKey[] {
  return [...columnsOf(object, catalog), ...owner(object)].flatMap((field) => {
    const target = referenceTarget(field);
    if (target === null || !catalog.has(target)) return [];
    const { schema, name } = catalog.object(target).table;
    const onDelete = field.system || field.on_delete === 'restrict' ? 'a' : 'n';
    const rule = onDelete === 'n' ? ' on delete set null' : '';
    const definition = `foreign key (${identifier(field.name)}) references ${schema}.${identifier(name)}${rule}`;
    return [{ name: foreignKeyName(field), column: field.name, definition, onDelete } as const];
  });
}

function columnsOf(object: CatalogObject, catalog: Catalog): CompiledField[] {
  return Object.values(object.fields).filter((field) => !field.system && shapeOf(field, catalog) !== null);
}

function owner(object: CatalogObject): CompiledField[] {
  return Object.values(object.fields).filter((field) => field.system && field.name === 'owner');
}

import { isId, StrataError, type CompiledField, type PersonalRecord } from '@stratacrm/sdk';
import { sql } from 'kysely';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { loadUnguarded } from '../pipeline/load-current.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { compileStatement, given, runStatement } from '../sql/statement.ts';
import { storageOf } from '../store/field-column.ts';
import type { RecordState } from '../store/record-changes.ts';

/** A record with everything that it owns, by object: what would be deleted with it. */
export type PersonTree = ReadonlyMap<CatalogObject, readonly RecordState[]>;

/** Throws `record_not_found`. */
export async function loadTree(ctx: AccessContext, { object: name, id }: PersonalRecord): Promise<PersonTree> {
  const object = ctx.catalog.object(name);
  if (object.managed || !isId(id)) throw new StrataError('record_not_found');
  const tree = new Map<CatalogObject, RecordState[]>();
  await grow(ctx, tree, object, [id.toLowerCase()]);
  if (tree.size === 0) throw new StrataError('record_not_found');
  return tree;
}

async function grow(
  ctx: AccessContext,
  tree: Map<CatalogObject, RecordState[]>,
  object: CatalogObject,
  ids: readonly string[],
): Promise<void> {
  const known = new Set(tree.get(object)?.map((state) => state['id']));
  const fresh = ids.filter((id) => !known.has(id));
  const states = [
    ...(await loadUnguarded(ctx, object, 'living', fresh)),
    ...(await loadUnguarded(ctx, object, 'deleted', fresh)),
  ];
  if (states.length === 0) return;
  tree.set(object, [...(tree.get(object) ?? []), ...states]);
  const found = states.map((state) => String(state['id']));
  for (const { object: name, field } of object.incoming) {
    if (field.on_delete !== 'cascade' || !ctx.catalog.has(name)) continue;
    const owned = ctx.catalog.object(name);
    await grow(ctx, tree, owned, await referring(ctx, owned, field, found));
  }
}

/** Records, alive or not, whose reference points to one of these. */
export async function referring(
  ctx: AccessContext,
  { name, table }: CatalogObject,
  field: CompiledField,
  ids: readonly string[],
): Promise<string[]> {
  const statement = planned(ctx.catalog, `referring|${name}|${field.name}`, () => {
    const column = sql.id(field.name);
    const among = sql`${given('ids')}::uuid[]`;
    const refers = storageOf(field) === 'uuid_array' ? sql`${column} && ${among}` : sql`${column} = any(${among})`;
    const query = sql`select id from ${sql.id(table.schema, table.name)} where ${refers}`;
    return compileStatement(query, memoryOf(ctx.catalog).names);
  });
  const { rows } = await runStatement<{ id: string }>(ctx, statement, { ids });
  return rows.map((row) => row.id);
}

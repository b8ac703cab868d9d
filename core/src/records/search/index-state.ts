import type { CompiledField } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { INDEX_FORM, searchableFields } from './search-row.ts';

/** What the index is to be made of for an object: its searched fields, and the form of the index itself. */
export function wantedFields(object: CatalogObject): string[] {
  return [...searchableFields(object).map((field) => field.name), INDEX_FORM];
}

/** Whose index is not the one this catalog wants, or is still being made. */
export async function unfinishedObjects(db: Queryable, catalog: Catalog): Promise<string[]> {
  const known = await madeFields(db);
  return otherwiseMade(catalog, known).map(({ name }) => name);
}

/**
 * In the transaction of a release: from here on the index of these objects lacks something, until it is made anew. What is
 * empty in every record it does not lack: five million of them are not gone through for a field that was just added.
 */
export async function noteUnfinished(
  db: Queryable,
  catalog: Catalog,
  emptyFields: readonly CompiledField[],
): Promise<void> {
  const known = await madeFields(db);
  for (const object of otherwiseMade(catalog, known)) {
    const fields = lacksOnly(object, known.get(object.name) ?? [], emptyFields) ? wantedFields(object) : [];
    await db.query('update core.search_state set fields = $2 where object = $1', [object.name, fields]);
  }
}

/** By object, what its index is made of; nothing while it is being made. */
async function madeFields(db: Queryable): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await db.query<{ object: string; fields: string[] }>(
    'select object, fields from core.search_state',
    [],
    'search_states',
  );
  return new Map(rows.map((row) => [row.object, row.fields]));
}

function otherwiseMade(catalog: Catalog, known: ReadonlyMap<string, readonly string[]>): CatalogObject[] {
  return Object.keys(catalog.model.objects)
    .map((name) => catalog.object(name))
    .filter((object) => !object.managed && known.get(object.name)?.join() !== wantedFields(object).join());
}

/** Whether the index is what is wanted but for fields that no record has anything in. */
function lacksOnly(object: CatalogObject, made: readonly string[], empty: readonly CompiledField[]): boolean {
  const added = new Set(empty.filter((field) => field.object === object.name).map(({ name }) => name));
  const wanted = wantedFields(object);
  return made.every((name) => wanted.includes(name)) && wanted.every((name) => made.includes(name) || added.has(name));
}

/** What is counted from here on is of this round; an object that was broken off keeps its place. */
export async function beginMaking(db: Queryable, object: CatalogObject, total: number): Promise<void> {
  await db.query(
    `insert into core.search_state as s (object, fields, making, total) values ($1, '{}', $2, $3)
     on conflict (object) do update set fields = '{}', making = excluded.making, total = excluded.total, done = 0,
       position = '00000000-0000-0000-0000-000000000000'
     where s.making is distinct from excluded.making`,
    [object.name, wantedFields(object), total],
  );
}

export async function forgetRound(db: Queryable): Promise<void> {
  await db.query('update core.search_state set done = 0, total = 0 where making is null');
}

/** Where it is to go on, and what is left to do. */
export async function readPlace(db: Queryable, object: string): Promise<{ after: string; left: number }> {
  const { rows } = await db.query<{ after: string; left: string }>(
    'select position::text as after, total - done as left from core.search_state where object = $1',
    [object],
  );
  return { after: rows[0]!.after, left: Number(rows[0]!.left) };
}

export async function noteMade(db: Queryable, object: string, position: string, count: number): Promise<void> {
  await db.query('update core.search_state set position = $2, done = done + $3 where object = $1', [
    object,
    position,
    count,
  ]);
}

/** Not where it was to be begun anew meanwhile. */
export async function endMaking(db: Queryable, object: CatalogObject): Promise<void> {
  await db.query(
    'update core.search_state set fields = $2, making = null, done = total where object = $1 and making = $2',
    [object.name, wantedFields(object)],
  );
}

/** Records have other texts than the index was made of, and no write told of it. */
export async function makeAnew(db: Queryable, object: CatalogObject): Promise<void> {
  await db.query(`update core.search_state set fields = '{}', making = null where object = $1`, [object.name]);
}

/** Of all objects whose index is being made, in per cent: it tells nobody how many records one of them has. */
export async function percentMade(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ percent: number | null }>(
    'select least(coalesce(floor(100 * sum(done) / nullif(sum(total), 0)), 0), 99)::int as percent from core.search_state',
  );
  return rows[0]?.percent ?? 0;
}

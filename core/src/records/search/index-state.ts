import type { Queryable } from '../../kernel/database.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { INDEX_FORM, searchableFields } from './search-row.ts';

/** What the index is to be made of for an object: its searched fields, and the form of the index itself. */
export function wantedFields(object: CatalogObject): string[] {
  return [...searchableFields(object).map((field) => field.name), INDEX_FORM];
}

/** Whose index is not the one this catalog wants, or is still being made. */
export async function unfinishedObjects(db: Queryable, catalog: Catalog): Promise<string[]> {
  const { rows } = await db.query<{ object: string; fields: string[] }>(
    'select object, fields from core.search_state',
    [],
    'search_states',
  );
  const known = new Map(rows.map((row) => [row.object, row.fields.join()]));
  return Object.keys(catalog.model.objects).filter((name) => {
    const object = catalog.object(name);
    return !object.managed && known.get(name) !== wantedFields(object).join();
  });
}

/** In the transaction of a release: from here on the index of these objects lacks something, until it is made anew. */
export async function noteUnfinished(db: Queryable, catalog: Catalog): Promise<void> {
  await db.query(`update core.search_state set fields = '{}' where object = any($1)`, [
    await unfinishedObjects(db, catalog),
  ]);
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

export async function endMaking(db: Queryable, object: CatalogObject): Promise<void> {
  await db.query('update core.search_state set fields = $2, making = null, done = total where object = $1', [
    object.name,
    wantedFields(object),
  ]);
}

/** Of all objects whose index is being made, in per cent: it tells nobody how many records one of them has. */
export async function percentMade(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ percent: number | null }>(
    'select least(coalesce(floor(100 * sum(done) / nullif(sum(total), 0)), 0), 99)::int as percent from core.search_state',
  );
  return rows[0]?.percent ?? 0;
}

import { relationOf, type CompiledField } from '@stratacrm/sdk';
import { enqueueJob } from '../../kernel/jobs.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { OBJECT_SUFFIX } from '../../model/physical.ts';
import { identifier } from '../../model/physical/sql-text.ts';
import { SWEEP_FILES } from '../files/sweep-files.ts';
import { dropFresh } from '../search/search-fresh.ts';
import { storedFields } from '../store/field-column.ts';

/** How many records of each object went, and how many files with them. */
export interface PurgedCounts {
  records: { object: string; count: number }[];
  files: number;
}

/**
 * Takes deletions out of the recycle bin for good: each record that was deleted, and all that went with it. What the change log says of
 * them stays, without values: who made, changed and deleted a record, and when. To be called in a transaction; what is restored meanwhile
 * stays. Records of objects that are no more in the model are left alone.
 */
export async function purgeRoots(tx: Queryable, catalog: Catalog, roots: readonly string[]): Promise<PurgedCounts> {
  const groups = await lockDeletions(tx, catalog, roots);
  for (const { object, ids } of groups) await letGo(tx, catalog, object, ids);
  const ids = groups.flatMap((group) => group.ids);
  for (const group of groups) await removeRows(tx, group);
  const files = await removeTraces(tx, roots, ids);
  return { records: groups.map((group) => ({ object: group.object.name, count: group.ids.length })), files };
}

interface Group {
  object: CatalogObject;
  ids: string[];
}

/** Whoever restores one of them waits, and finds it gone. */
async function lockDeletions(tx: Queryable, catalog: Catalog, roots: readonly string[]): Promise<Group[]> {
  const { rows } = await tx.query<{ object: string; record_id: string }>(
    'select object, record_id from core.deletion where root_id = any($1::uuid[]) order by record_id for update',
    [roots],
  );
  const names = [...new Set(rows.map((row) => row.object))].filter((name) => catalog.has(name)).sort();
  return names.map((name) => ({
    object: catalog.object(name),
    ids: rows.filter((row) => row.object === name).map((row) => row.record_id),
  }));
}

/** What lies in the bin itself may still point there; nothing living does, for it was emptied when they were deleted. */
async function letGo(tx: Queryable, catalog: Catalog, target: CatalogObject, ids: readonly string[]): Promise<void> {
  for (const name of Object.keys(catalog.model.objects)) {
    const object = catalog.object(name);
    if (object.managed) continue;
    for (const field of storedFields(object).filter((each) => !each.system)) {
      const statement = emptied(object, field, target);
      if (statement !== null) await tx.query(statement, [ids]);
    }
  }
}

function emptied(object: CatalogObject, field: CompiledField, target: CatalogObject): string | null {
  const relation = relationOf(field);
  const column = identifier(field.name);
  const table = tableOf(object);
  if (relation?.kind === 'any') {
    const kind = identifier(field.name + OBJECT_SUFFIX);
    return `update ${table} set ${column} = null, ${kind} = null where ${column} = any($1::uuid[])`;
  }
  if (relation?.to !== target.name) return null;
  return relation.kind === 'many'
    ? `update ${table} set ${column} = array(select e from unnest(${column}) with ordinality as u(e, n) where e <> all($1::uuid[]) order by n)
       where ${column} && $1::uuid[]`
    : `update ${table} set ${column} = null where ${column} = any($1::uuid[])`;
}

async function removeRows(tx: Queryable, { object, ids }: Group): Promise<void> {
  await tx.query(`delete from ${tableOf(object)} where id = any($1::uuid[]) and deleted_at is not null`, [ids]);
}

/** Beside the change log nothing is left of them. The content of files goes with the next sweep, which is asked for at once. */
async function removeTraces(tx: Queryable, roots: readonly string[], ids: readonly string[]): Promise<number> {
  // In the order in which what is fresh is carried over into the index: the other way round the two stop each other.
  await dropFresh(tx, ids);
  for (const statement of TRACES) await tx.query(statement, [ids]);
  await tx.query('delete from core.deletion where record_id = any($1::uuid[])', [ids]);
  await tx.query('delete from core.cleared_reference where root_id = any($1::uuid[])', [roots]);
  const { rowCount } = await tx.query(
    `update core.file set condemned_at = now(), name = '' where record_id = any($1::uuid[]) and condemned_at is null`,
    [ids],
  );
  if (rowCount > 0) await enqueueJob(tx, SWEEP_FILES, null, { key: SWEEP_FILES, queue: SWEEP_FILES });
  return rowCount;
}

const TRACES: readonly string[] = [
  'delete from core.record_share where record_id = any($1::uuid[])',
  'delete from core.search_entry where record_id = any($1::uuid[])',
  'delete from core.kept_value where record_id = any($1::uuid[])',
  'delete from core.cleared_reference where record_id = any($1::uuid[]) or target_id = any($1::uuid[])',
  'update core.workflow_run set old = null where record_id = any($1::uuid[]) and old is not null',
  `update core.import_row set result = '{}', cells = array(select '' from unnest(cells)),
     changes = case when changes is null then null else '{}'::jsonb end
   where record = any($1::uuid[])`,
  `update core.change_log as c set changes = coalesce(
     (select jsonb_object_agg(k.key, '[null, null]'::jsonb) from jsonb_each(c.changes) as k), '{}'::jsonb)
   where c.record_id = any($1::uuid[]) and c.changes <> '{}'::jsonb`,
];

function tableOf({ table }: CatalogObject): string {
  return `${identifier(table.schema)}.${identifier(table.name)}`;
}

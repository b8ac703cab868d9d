import type { RollupList } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { tableOf } from './keeper-functions.ts';
import { keptRollups } from './kept-rollup.ts';

/** Every roll-up of the workspace, and about how many records their objects have. */
export async function listRollups(db: Queryable, catalog: Catalog): Promise<RollupList> {
  const rollups = keptRollups(catalog);
  const objects = [...new Map(rollups.map(({ parents }) => [parents.name, parents])).values()];
  const { rows } = await db.query<{ object: string; records: string }>(
    `select o.object, greatest(0, c.reltuples)::bigint as records
     from unnest($1::text[], $2::text[]) as o(object, name) join pg_class c on c.oid = o.name::regclass`,
    [objects.map((object) => object.name), objects.map(tableOf)],
  );
  return {
    data: rollups.map(({ field, children, via }) => ({
      object: field.object,
      field: field.name,
      label: field.label,
      children: children.name,
      via: via.name,
      ready: !catalog.unfinished.has(field.id),
    })),
    records: Object.fromEntries(rows.map((row) => [row.object, Number(row.records)])),
  };
}

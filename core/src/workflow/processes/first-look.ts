import type { Queryable } from '../../kernel/database.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { clocksOf, type StageSince } from '../../records/process/clocks.ts';
import { processesOf } from '../../records/process/ways.ts';
import type { Engine } from '../engine.ts';
import { rewind } from './ring.ts';

/** Records that are given their first time limits in one transaction. */
const AT_ONCE = 500;

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Gives records that are older than a time limit of their process theirs, in batches beside running traffic; a process that
 * dies is followed by another that goes on there. The change log knows since when each stands in its stage.
 */
export async function lookFirst(engine: Engine): Promise<void> {
  const catalog = engine.model.catalog();
  for (const object of clockedObjects(catalog)) {
    const fields = clocksOf(catalog, object).map(({ terms }) => object.fields[terms.field]!.id);
    while (await lookAtSome(engine, catalog, object, fields));
  }
}

function clockedObjects(catalog: Catalog): CatalogObject[] {
  return Object.keys(catalog.model.objects)
    .map((name) => catalog.object(name))
    .filter((object) => clocksOf(catalog, object).length > 0);
}

/** false when there is nothing left to do. */
async function lookAtSome(
  engine: Engine,
  catalog: Catalog,
  object: CatalogObject,
  fields: readonly string[],
): Promise<boolean> {
  const from = await nextStart(engine.database, fields);
  if (from === null) return false;
  return engine.database.transaction(
    async (tx) => {
      const { schema, name } = object.table;
      const { rows } = await tx.query<{ id: string }>(
        `select id from "${schema}"."${name}" where id > $1 and deleted_at is null order by id limit ${AT_ONCE}`,
        [from],
      );
      const ids = rows.map((row) => row.id);
      if (ids.length > 0) {
        await rewind(tx, catalog, object.name, ids, new Date(), await stageSince(tx, object, ids));
      }
      const last = ids.length < AT_ONCE ? null : ids.at(-1)!;
      await tx.query(
        `insert into core.process_clock (field_id, position, ready) select f, $2::uuid, $2::uuid is null
         from unnest($1::uuid[]) as f
         on conflict (field_id) do update set position = excluded.position, ready = excluded.ready
         where not process_clock.ready`,
        [fields, last],
      );
      return last !== null;
    },
    { retries: 3 },
  );
}

/** The id after which to go on; null when all fields are looked at. */
async function nextStart(db: Queryable, fields: readonly string[]): Promise<string | null> {
  const { rows } = await db.query<{ field: string; position: string | null; ready: boolean | null }>(
    `select f as field, c.position, c.ready from unnest($1::uuid[]) as f left join core.process_clock c on c.field_id = f`,
    [fields],
    'process_clock_next',
  );
  const open = rows.filter((row) => row.ready !== true);
  if (open.length === 0) return null;
  return open.some((row) => row.position === null) ? BEFORE_ALL : open.map((row) => row.position!).toSorted()[0]!;
}

/** When each record came into the stage in which it stands, of every process, as the change log has it. */
async function stageSince(db: Queryable, object: CatalogObject, ids: readonly string[]): Promise<StageSince> {
  const since = new Map<string, ReadonlyMap<string, number>>();
  for (const { field } of processesOf(object)) since.set(field, await valueSince(db, object, field, ids));
  return since;
}

async function valueSince(
  db: Queryable,
  { name }: CatalogObject,
  field: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ record_id: string; at: Date }>(
    `select record_id, max(at) as at from core.change_log
     where record_id = any($1::uuid[]) and object = $2 and (action = 'create' or changes ? $3) group by record_id`,
    [ids, name, field],
    'process_stage_since',
  );
  return new Map(rows.map((row) => [row.record_id, new Date(row.at).getTime()]));
}

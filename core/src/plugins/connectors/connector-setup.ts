import type { JsonValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';

/** How a workspace has set a connector up. */
export interface ConnectorSetup {
  plugin: string;
  name: string;
  pull: boolean;
  push: boolean;
  /** Instead of its author's times. */
  schedule: string | null;
  mapping: KeptMapping;
  /** What is gone outside goes here too. */
  deletes: boolean;
  cursor: JsonValue;
  /** Where gathering all records goes on; '': at the beginning; null: nothing is gathered. */
  gathering: string | null;
}

/** By the name of the outside field the ids of our fields on the way: renames follow by themselves. null: it stands for none. */
export interface KeptMapping {
  [outside: string]: string[] | null;
}

const COLUMNS = 'plugin, name, pull, push, schedule, mapping, deletes, cursor, gathering';

/** As everything is until somebody changes it. */
export function untouched(plugin: string, name: string): ConnectorSetup {
  return {
    plugin,
    name,
    pull: false,
    push: false,
    schedule: null,
    mapping: {},
    deletes: false,
    cursor: null,
    gathering: null,
  };
}

export async function readSetup(db: Queryable, plugin: string, name: string): Promise<ConnectorSetup> {
  const { rows } = await db.query<ConnectorSetup>(
    `select ${COLUMNS} from core.connector where plugin = $1 and name = $2`,
    [plugin, name],
    'connector_setup',
  );
  return rows[0] ?? untouched(plugin, name);
}

/** Those that do anything by themselves. */
export async function activeSetups(db: Queryable): Promise<ConnectorSetup[]> {
  const { rows } = await db.query<ConnectorSetup>(
    `select ${COLUMNS} from core.connector where pull or push`,
    [],
    'connector_setups',
  );
  return rows;
}

export async function keepSetup(db: Queryable, setup: ConnectorSetup, by: string | null): Promise<void> {
  const { plugin, name, pull, push, schedule, mapping, deletes } = setup;
  await db.query(
    `insert into core.connector as c (plugin, name, pull, push, schedule, mapping, deletes, changed_by)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)
     on conflict (plugin, name) do update set pull = excluded.pull, push = excluded.push, schedule = excluded.schedule,
       mapping = excluded.mapping, deletes = excluded.deletes, gathering = case when excluded.push then c.gathering end,
       changed_by = excluded.changed_by, changed_at = now()`,
    [plugin, name, pull, push, schedule, JSON.stringify(mapping), deletes, by],
  );
}

/** All records are to be told, from the first on. */
export async function beginGathering(db: Queryable, of: { plugin: string; connector: string }): Promise<void> {
  await db.query(`update core.connector set gathering = '' where plugin = $1 and name = $2`, [of.plugin, of.connector]);
}

/** Whether it still stood at `from`; null as `next`: all are gathered. */
export async function keepGathering(
  db: Queryable,
  of: { plugin: string; connector: string },
  { from, next }: { from: string; next: string | null },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update core.connector set gathering = $4 where plugin = $1 and name = $2 and gathering = $3`,
    [of.plugin, of.connector, from, next],
  );
  return rowCount > 0;
}

/** From where the next page goes on. To be called in the transaction that writes the page before. */
export async function keepCursor(db: Queryable, plugin: string, name: string, cursor: JsonValue): Promise<void> {
  await db.query(
    `insert into core.connector (plugin, name, cursor) values ($1, $2, $3::jsonb)
     on conflict (plugin, name) do update set cursor = excluded.cursor`,
    [plugin, name, cursor === null ? null : JSON.stringify(cursor)],
    'connector_cursor',
  );
}

/** With its plugin goes all that it did and was to tell; how it was set up is kept beside it for a roll-back. */
export async function forgetConnectors(db: Queryable, plugin: string): Promise<void> {
  await db.query(
    `update core.plugin_removed set connectors = coalesce((
       select jsonb_agg(jsonb_build_object('name', name, 'pull', pull, 'push', push, 'schedule', schedule, 'mapping', mapping,
         'deletes', deletes))
       from core.connector where plugin = $1), '[]')
     where id = $1`,
    [plugin],
  );
  for (const table of ['connector', 'connector_run', 'connector_change'])
    await db.query(`delete from core.${table} where plugin = $1`, [plugin]);
}

/** Those of plugins that a roll-back has brought back. They read from the beginning. */
export async function bringBackConnectors(db: Queryable): Promise<void> {
  await db.query(
    `insert into core.connector (plugin, name, pull, push, schedule, mapping, deletes)
     select k.id, c.name, c.pull, c.push, c.schedule, c.mapping, coalesce(c.deletes, false)
     from core.plugin_removed as k join core.plugin as i on i.id = k.id,
       jsonb_to_recordset(k.connectors) as c(name text, pull boolean, push boolean, schedule text, mapping jsonb, deletes boolean)
     on conflict do nothing`,
  );
}

/** Runs are kept for some weeks. */
export async function sweepConnectorRuns(db: Queryable): Promise<void> {
  await db.query(
    `delete from core.connector_run where status in ('done', 'failed', 'stopped') and started_at < now() - interval '30 days'`,
  );
}

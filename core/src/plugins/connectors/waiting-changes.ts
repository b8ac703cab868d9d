import type { Queryable } from '../../kernel/database.ts';
import type { RunRow } from './connector-runs.ts';

type Of = Pick<RunRow, 'plugin' | 'connector'>;

/** A record that is to be told. */
export interface WaitingChange {
  record: string;
  action: 'create' | 'update' | 'delete';
  /** Another as soon as it changes again. */
  mark: string;
  depth: number;
}

/** What there is to be noted of a record that has changed. */
export type NewChange = Omit<WaitingChange, 'mark'>;

/** Several changes of one record are told as one: what was to be made and is gone again was never there. */
export async function noteWaiting(
  db: Queryable,
  { plugin, connector }: Of,
  changes: readonly NewChange[],
): Promise<void> {
  await db.query(
    `insert into core.connector_change as c (plugin, connector, record, action, depth)
     select $1, $2, record, action, depth
     from json_to_recordset($3::json) as n(record uuid, action text, depth integer)
     on conflict (plugin, connector, record) do update set
       action = case when excluded.action = 'update' and c.action = 'create' then 'create' else excluded.action end,
       depth = greatest(c.depth, excluded.depth), mark = excluded.mark, tries = 0, set_aside = false`,
    [plugin, connector, JSON.stringify(changes)],
    'connector_waiting',
  );
}

/** The oldest first. */
export async function takeWaiting(db: Queryable, { plugin, connector }: Of, most: number): Promise<WaitingChange[]> {
  const { rows } = await db.query<WaitingChange>(
    `select record, action, mark, depth from core.connector_change
     where plugin = $1 and connector = $2 and not set_aside order by mark limit $3`,
    [plugin, connector, most],
  );
  return rows;
}

/** Records of which something waits: what comes in from outside is older than that. */
export async function waitingRecords(db: Queryable, { plugin, connector }: Of): Promise<Set<string>> {
  const { rows } = await db.query<{ record: string }>(
    'select record from core.connector_change where plugin = $1 and connector = $2',
    [plugin, connector],
  );
  return new Set(rows.map(({ record }) => record));
}

/** Told. What has changed meanwhile is told again, and is no longer new outside. */
export async function takeOff(db: Queryable, { plugin, connector }: Of, told: readonly WaitingChange[]): Promise<void> {
  const taken = JSON.stringify(told.map(({ record, mark }) => ({ record, mark })));
  await db.query(
    `delete from core.connector_change as c using json_to_recordset($3::json) as t(record uuid, mark bigint)
     where c.plugin = $1 and c.connector = $2 and c.record = t.record and c.mark = t.mark`,
    [plugin, connector, taken],
  );
  await db.query(
    `update core.connector_change as c set action = 'update' from json_to_recordset($3::json) as t(record uuid)
     where c.plugin = $1 and c.connector = $2 and c.record = t.record and c.action = 'create'`,
    [plugin, connector, taken],
  );
}

/** So often a record is tried by itself. */
const TRIES = 12;

/** Whether that was once too often, so that others are told before it. */
export async function noteRefused(
  db: Queryable,
  { plugin, connector }: Of,
  { record }: WaitingChange,
): Promise<boolean> {
  const { rows } = await db.query<{ set_aside: boolean }>(
    `update core.connector_change set tries = tries + 1, set_aside = tries + 1 >= ${TRIES}
     where plugin = $1 and connector = $2 and record = $3 returning set_aside`,
    [plugin, connector, record],
  );
  return rows[0]?.set_aside === true;
}

/** Somebody wants all of it tried again. */
export async function takeUpAgain(db: Queryable, { plugin, connector }: Of): Promise<void> {
  await db.query(
    `update core.connector_change set tries = 0, set_aside = false where plugin = $1 and connector = $2 and set_aside`,
    [plugin, connector],
  );
}

export async function forgetWaiting(db: Queryable, { plugin, connector }: Of): Promise<void> {
  await db.query('delete from core.connector_change where plugin = $1 and connector = $2', [plugin, connector]);
}

/** By connector. */
export async function countWaiting(
  db: Queryable,
  plugin: string,
): Promise<Map<string, { waiting: number; set_aside: number }>> {
  const { rows } = await db.query<{ connector: string; waiting: number; set_aside: number }>(
    `select connector, count(*)::int as waiting, (count(*) filter (where set_aside))::int as set_aside
     from core.connector_change where plugin = $1 group by connector`,
    [plugin],
  );
  return new Map(rows.map(({ connector, ...counts }) => [connector, counts]));
}

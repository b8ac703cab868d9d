import { emptyRollup } from '@stratacrm/sdk';
import { createHash } from 'node:crypto';
import type { Queryable, Transaction } from '../../kernel/database.ts';
import type { Catalog, CatalogObject } from '../../model/catalog.ts';
import { RECORD_SCHEMA } from '../../model/physical.ts';
import { defaultLiterals } from '../../model/physical/default-literals.ts';
import { columnParts, shapeOf } from '../../model/physical/shape.ts';
import { identifier, literal } from '../../model/physical/sql-text.ts';
import {
  followFunction,
  followName,
  rollupGroups,
  tableOf,
  workOutFunction,
  type KeeperFunction,
  type RollupGroup,
} from './keeper-functions.ts';
import type { KeptRollup } from './kept-rollup.ts';

const EVENTS = [
  { name: 'insert', states: 'new table as fresh' },
  { name: 'update', states: 'old table as stale new table as fresh' },
  { name: 'delete', states: 'old table as stale' },
] as const;

interface KeeperTrigger {
  table: string;
  name: string;
  sql: string;
}

/**
 * Makes the database keep the roll-ups of a catalog, in the transaction that makes it live: from its commit on every
 * write is followed, also that of a process which has not heard of the release yet. What is new or made otherwise is
 * marked as not worked out.
 */
export async function installKeepers(transaction: Transaction, catalog: Catalog): Promise<void> {
  const groups = rollupGroups(catalog);
  await installFunctions(transaction, wantedFunctions(groups, catalog), wantedTriggers(groups));
  await markChanged(
    transaction,
    catalog,
    groups.flatMap((group) => group.rollups),
  );
}

/** Whether nothing of it is to be done: for most releases, which have to do with no roll-up. */
export async function hasKeepers(db: Queryable, catalog: Catalog): Promise<boolean> {
  const groups = rollupGroups(catalog);
  const rollups = groups.flatMap((group) => group.rollups);
  const known = await fingerprints(db);
  const { functions, triggers } = await keepersThere(db);
  return (
    known.size === rollups.length &&
    rollups.every((rollup) => known.get(rollup.field.id) === fingerprintOf(rollup, catalog)) &&
    functions.size === wantedFunctions(groups, catalog).length &&
    triggers.length === wantedTriggers(groups).length &&
    (await isFollowed(db, catalog))
  );
}

/** Whether the database has every function and trigger that keeps the roll-ups, as it should be. */
export async function isFollowed(db: Queryable, catalog: Catalog): Promise<boolean> {
  const groups = rollupGroups(catalog);
  const there = await keepersThere(db);
  return (
    wantedFunctions(groups, catalog).every(({ name, body }) => there.functions.get(name) === body) &&
    wantedTriggers(groups).every((each) => there.triggers.some((known) => isSame(known, each)))
  );
}

function isSame(known: Keepers['triggers'][number], { table, name }: KeeperTrigger): boolean {
  return known.enabled && known.table === table && known.name === name;
}

function byChildren(groups: readonly RollupGroup[]): { children: CatalogObject; groups: RollupGroup[] }[] {
  const found = Map.groupBy(groups, (group) => group.children.id);
  return [...found.values()].map((each) => ({ children: each[0]!.children, groups: each }));
}

function wantedFunctions(groups: readonly RollupGroup[], catalog: Catalog): KeeperFunction[] {
  const { currency } = catalog.model.workspace;
  return [
    ...groups.map((group) => workOutFunction(group, currency)),
    ...byChildren(groups).map((each) => followFunction(each.children, each.groups)),
  ];
}

function wantedTriggers(groups: readonly RollupGroup[]): KeeperTrigger[] {
  return byChildren(groups).flatMap(({ children }) =>
    EVENTS.map(({ name: event, states }) => {
      const name = `${followName(children)}_${event}`;
      return {
        table: children.table.name,
        name,
        sql:
          `create trigger ${name} after ${event} on ${tableOf(children)} referencing ${states} ` +
          `for each statement execute function ${RECORD_SCHEMA}.${followName(children)}()`,
      };
    }),
  );
}

/** Only what is missing or otherwise is touched, for a trigger takes a lock that waits for every writer of its table. */
async function installFunctions(
  transaction: Transaction,
  functions: readonly KeeperFunction[],
  triggers: readonly KeeperTrigger[],
): Promise<void> {
  const there = await keepersThere(transaction);
  for (const each of there.triggers) {
    if (triggers.some((wanted) => isSame(each, wanted))) continue;
    await transaction.query(`drop trigger ${identifier(each.name)} on ${RECORD_SCHEMA}.${identifier(each.table)}`);
  }
  for (const each of functions) {
    if (there.functions.get(each.name) !== each.body) await transaction.query(functionSql(each));
  }
  for (const each of triggers) {
    if (!there.triggers.some((known) => isSame(known, each))) await transaction.query(each.sql);
  }
  for (const name of there.functions.keys()) {
    if (functions.some((each) => each.name === name)) continue;
    await transaction.query(`drop function ${RECORD_SCHEMA}.${identifier(name)}`);
  }
}

function functionSql({ name, arguments: given, returns, body }: KeeperFunction): string {
  return `create or replace function ${RECORD_SCHEMA}.${name}(${given}) returns ${returns} language plpgsql as ${literal(body)}`;
}

interface Keepers {
  functions: ReadonlyMap<string, string>;
  triggers: readonly { table: string; name: string; enabled: boolean }[];
}

async function keepersThere(db: Queryable): Promise<Keepers> {
  const functions = await db.query<{ name: string; body: string }>(
    `select proname as name, prosrc as body from pg_proc
     where pronamespace = $1::regnamespace and (proname like 'ru\\_%' or proname like 'rf\\_%')`,
    [RECORD_SCHEMA],
  );
  const triggers = await db.query<Keepers['triggers'][number]>(
    `select t.relname as table, g.tgname as name, g.tgenabled <> 'D' as enabled from pg_trigger g join pg_class t on t.oid = g.tgrelid
     where t.relnamespace = $1::regnamespace and not g.tgisinternal and g.tgname like 'rf\\_%'`,
    [RECORD_SCHEMA],
  );
  return { functions: new Map(functions.rows.map((row) => [row.name, row.body])), triggers: triggers.rows };
}

async function markChanged(transaction: Transaction, catalog: Catalog, rollups: readonly KeptRollup[]): Promise<void> {
  const known = await fingerprints(transaction, 'for update');
  for (const rollup of rollups) {
    const fingerprint = fingerprintOf(rollup, catalog);
    if (known.get(rollup.field.id) === fingerprint) continue;
    await setDefault(transaction, catalog, rollup);
    await transaction.query(
      `insert into core.rollup (field_id, fingerprint, ready) values ($1, $2, false)
       on conflict (field_id) do update set fingerprint = excluded.fingerprint, ready = false, position = null`,
      [rollup.field.id, fingerprint],
    );
  }
  // Nobody keeps it right any more; should it come back it is worked out anew.
  await transaction.query('delete from core.rollup where field_id <> all($1::uuid[])', [
    rollups.map((rollup) => rollup.field.id),
  ]);
}

async function fingerprints(db: Queryable, held: '' | 'for update' = ''): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ field_id: string; fingerprint: string }>(
    `select field_id, fingerprint from core.rollup ${held}`,
  );
  return new Map(rows.map((row) => [row.field_id, row.fingerprint]));
}

/** What decides about the values: where they come from, how they are made, and in which currency they are written. */
function fingerprintOf({ field, children, via, value }: KeptRollup, catalog: Catalog): string {
  const { currency } = catalog.model.workspace;
  const parts = [shapeOf(field, catalog), children.id, via.id, value, JSON.stringify(emptyRollup(field, currency))];
  return createHash('sha1').update(parts.join('|')).digest('hex');
}

/** Of a new record, whoever makes it. */
async function setDefault(transaction: Transaction, catalog: Catalog, { field, parents }: KeptRollup): Promise<void> {
  const shape = shapeOf(field, catalog);
  if (shape === null) return;
  const values = defaultLiterals(field, shape, catalog.model.workspace);
  const changes = columnParts(shape).map(({ suffix }, index) => {
    const value = values[index];
    const column = identifier(field.name + suffix);
    return `alter column ${column} ${value === undefined ? 'drop default' : `set default ${value}`}`;
  });
  await transaction.query(`alter table ${tableOf(parents)} ${changes.join(', ')}`);
}

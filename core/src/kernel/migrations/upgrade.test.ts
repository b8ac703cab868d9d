import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';
import { beforeAll, expect, it } from 'vitest';
import { emptyDatabase } from '../../../testing/test-database.ts';
import type { Database } from '../database.ts';
import { migrate } from '../orm.ts';
import { migrations } from './index.ts';
import { fillTables, readRows, type Row } from '../../../testing/table-filler.ts';

/** What migrations take away on purpose; it is made anew. */
const EMPTIED = new Set(['search_entry', 'search_state', 'sign_in_log']);

/** What they write otherwise on purpose: a column says of which field type it is. */
const CHANGED: Readonly<Record<string, Row>> = { physical_column: { shape: 'text:phone' } };

let database: Database;
/** Of each table the row that was put into it as soon as there was one, as it was then. */
const rows = new Map<string, Row>();

beforeAll(async () => {
  database = await emptyDatabase();
  await database.query('create schema core');
  const orm = await MikroORM.init({
    extensions: [Migrator],
    entities: [],
    discovery: { warnWhenNoEntities: false },
    clientUrl: database.url,
    schema: 'core',
    migrations: {
      migrationsList: migrations.map((migration) => ({ name: migration.name, class: migration })),
      tableName: 'core.migration',
      snapshot: false,
      silent: true,
    },
  });
  // Every one in turn upon all that was there before: so from whichever release one comes, each finds rows.
  for (const { name } of migrations) {
    await orm.migrator.up({ to: name }).catch((error: unknown) => {
      throw new Error(`${name} fails where there are rows: ${String(error)}`, { cause: error });
    });
    for (const [table, row] of await fillTables(database)) rows.set(table, row);
  }
  await orm.close(true);
});

it('every migration runs upon tables with rows in them', () => {
  expect(rows.size).toBeGreaterThan(60);
});

it('no row is lost, and what it says stays', async () => {
  const now = await readRows(database);
  for (const [table, row] of rows) {
    if (EMPTIED.has(table)) continue;
    const after = now.get(table);
    expect({ table, there: after !== undefined }).toEqual({ table, there: true });
    const kept = Object.entries(row).filter(([column]) => column in after!);
    expect({ table, row: after }).toMatchObject({ table, row: { ...Object.fromEntries(kept), ...CHANGED[table] } });
  }
});

it('what a migration makes out of rows is made', async () => {
  const { rows: names } = await database.query('select object, name from core.field_name');
  expect(names).toEqual([{ object: 'reader', name: 'nick' }]);
});

it('and the database is then up to date', async () => {
  await migrate(database);
  const { rows: done } = await database.query<{ n: number }>('select count(*)::int as n from core.migration');
  expect(done[0]?.n).toBe(migrations.length);
});

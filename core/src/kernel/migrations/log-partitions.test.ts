import { MikroORM } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { v7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { emptyDatabase } from '../../../testing/test-database.ts';
import type { Database } from '../database.ts';
import { migrate } from '../orm.ts';
import { migrations } from './index.ts';

/** Brings an empty database to where the release before the partitions had it. */
async function migrateAsBefore(database: Database): Promise<void> {
  await database.query('create schema core');
  const before = migrations.filter(({ name }) => name < 'M0083');
  const orm = await MikroORM.init({
    extensions: [Migrator],
    entities: [],
    discovery: { warnWhenNoEntities: false },
    clientUrl: database.url,
    schema: 'core',
    migrations: {
      migrationsList: before.map((migration) => ({ name: migration.name, class: migration })),
      tableName: 'core.migration',
      snapshot: false,
      silent: true,
    },
  });
  await orm.migrator.up();
  await orm.close(true);
}

interface Entry {
  id: string;
  record_id: string;
  version: string;
}

async function entries(database: Database): Promise<Entry[]> {
  const { rows } = await database.query<Entry>(
    'select id, record_id, version, changes::text from core.change_log order by record_id, version',
  );
  return rows;
}

async function partitions(database: Database): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'core.change_log'::regclass order by 1`,
  );
  return rows.map((row) => row.name);
}

const record = v7();

describe('a change log with rows in it', () => {
  let database: Database;
  let before: Entry[];

  beforeAll(async () => {
    database = await emptyDatabase();
    await migrateAsBefore(database);
    await database.query(
      `insert into core.change_log (id, at, object, record_id, version, action, cause, release, request_id, changes)
       select gen_random_uuid(), now() - interval '1 day' * (1000 - n), 'account', case when n % 2 = 0 then $1::uuid else gen_random_uuid() end,
         n, case when n = 0 then 'create' else 'update' end, 'api', 1, 'r', jsonb_build_object('name', jsonb_build_array(n, n + 1))
       from generate_series(0, 999) as n`,
      [record],
    );
    before = await entries(database);
    await migrate(database);
  });

  it('keeps every entry, in one oldest piece, whose rows did not move', async () => {
    expect(await entries(database)).toEqual(before);
    const { rows } = await database.query(`select count(*)::int as n from part.change_log_before`);
    expect(rows[0]).toEqual({ n: 1000 });
  });

  it('has one piece for the past, some made ahead, and a net', async () => {
    const names = await partitions(database);
    expect(names).toContain('part.change_log_before');
    expect(names).toContain('part.change_log_default');
    expect(names.filter((name) => /_\d{4}q[1-4]$/.test(name))).toHaveLength(3);
  });

  it('has all its indexes, complete', async () => {
    const { rows } = await database.query<{ name: string; valid: boolean }>(
      `select c.relname as name, x.indisvalid as valid from pg_index x join pg_class c on c.oid = x.indexrelid
       where x.indrelid = 'core.change_log'::regclass order by 1`,
    );
    expect(rows).toEqual([
      { name: 'change_log_at_idx', valid: true },
      { name: 'change_log_cause_idx', valid: true },
      { name: 'change_log_record_idx', valid: true },
    ]);
  });

  it('takes entries of today, in three years and of last century', async () => {
    for (const at of ['now()', `now() + interval '3 years'`, `now() - interval '50 years'`]) {
      await database.query(
        `insert into core.change_log (id, at, object, record_id, version, action, cause, release, request_id, changes)
         values (gen_random_uuid(), ${at}, 'account', gen_random_uuid(), 1, 'create', 'api', 1, 'r', '{}')`,
      );
    }
    const { rows } = await database.query(`select count(*)::int as n from part.change_log_default`);
    expect(rows[0]).toEqual({ n: 1 });
  });

  it('still refuses an action that is none', async () => {
    const wrong = database.query(
      `insert into core.change_log (id, at, object, record_id, version, action, cause, release, request_id, changes)
       values (gen_random_uuid(), now(), 'account', gen_random_uuid(), 1, 'explode', 'api', 1, 'r', '{}')`,
    );
    await expect(wrong).rejects.toMatchObject({ code: '23514' });
  });
});

it('an empty change log begins with this quarter', async () => {
  const database = await emptyDatabase();
  await migrateAsBefore(database);
  await migrate(database);
  const names = await partitions(database);
  const now = new Date();
  expect(names).not.toContain('part.change_log_before');
  expect(names).toContain(`part.change_log_${now.getUTCFullYear()}q${Math.floor(now.getUTCMonth() / 3) + 1}`);
  expect(names).toHaveLength(4);
});

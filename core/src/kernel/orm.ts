import { MikroORM, type EntityManager, type EntitySchema, type Options } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import type { Database, Transaction } from './database.ts';
import { migrateJobs } from './jobs.ts';
import { noteMigrated } from './migration-state.ts';
import { migrations } from './migrations/index.ts';

/** The platform's own tables, in the schema `core`; records are no entities. */
export type Orm = MikroORM;

/** Sets MikroORM up on the connections of `database`. Each folder hands in the entities it owns. */
export async function openOrm(database: Database, entities: readonly EntitySchema[]): Promise<Orm> {
  return MikroORM.init(ormOptions(database, entities));
}

/**
 * An entity manager whose every statement runs in `transaction`; `flush` writes but does not commit. It is the way for entities
 * and records to change together.
 */
export function entityManagerIn(orm: Orm, transaction: Transaction): EntityManager {
  const { connection } = transaction;
  const pool = {
    connect: async () => ({ query: connection.query.bind(connection), release: () => {} }),
    end: async () => {},
  };
  const em = orm.em.fork({ clear: true });
  em.setTransactionContext(new Kysely({ dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }) }));
  return em;
}

/** Any constant will do, so long as every process that migrates the same database uses it. */
const migrationLock = 7_281_951_003;

/** Brings the platform's tables up to date. Several processes may start together: one migrates, the others wait for it. */
export async function migrate(database: Database): Promise<void> {
  const client = new pg.Client({ connectionString: database.url, application_name: 'strata migration' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await client.query('create schema if not exists core');
    const orm = await MikroORM.init(ormOptions(database, []));
    await runMigrations(orm);
    await migrateJobs(database);
    await noteMigrated(database);
    await orm.close(true);
  } finally {
    await client.end();
  }
}

/** MikroORM's own error says neither which migration failed nor at which statement. */
async function runMigrations(orm: Orm): Promise<void> {
  let current = '';
  orm.migrator.on('migrating', ({ name }) => {
    current = name;
  });
  try {
    await orm.migrator.up();
  } catch (error) {
    throw new Error(`The migration ${current} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function ormOptions(database: Database, entities: readonly EntitySchema[]): Options {
  return {
    extensions: [Migrator],
    entities: [...entities],
    discovery: { warnWhenNoEntities: false },
    dbName: decodeURIComponent(new URL(database.url).pathname.slice(1)),
    driverOptions: new PostgresDialect({ pool: borrowed(database.pool) }),
    schema: 'core',
    migrations: {
      migrationsList: migrations.map((migration) => ({ name: migration.name, class: migration })),
      tableName: 'core.migration',
      snapshot: false,
      transactional: true,
      allOrNothing: false,
      disableForeignKeys: false,
      silent: true,
    },
  };
}

/** The database owns its pool: closing an ORM must not close it. */
function borrowed(pool: pg.Pool): PostgresPool {
  return { connect: () => pool.connect(), end: async () => {} } as unknown as PostgresPool;
}

import { v7 } from 'uuid';
import type { DocumentDraft } from '@stratacrm/sdk';
import type { AccessContext } from '../src/access/access-profile.ts';
import { compileAccess } from '../src/access/compile-access.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../src/access/system-actor.ts';
import type { Actor } from '../src/kernel/context.ts';
import type { Database } from '../src/kernel/database.ts';
import type { Catalog } from '../src/model/catalog.ts';
import { RECORD_SCHEMA } from '../src/model/physical.ts';
import { planTables } from '../src/model/physical/plan-tables.ts';
import { identifier } from '../src/model/physical/sql-text.ts';
import { desiredForeignKeys, desiredIndexes } from '../src/model/physical/table-indexes.ts';
import { installKeepers } from '../src/records/rollups/install-keepers.ts';
import { testCatalog } from './test-catalog.ts';
import { testDatabase } from './test-database.ts';

/** A database with the tables of a model, and contexts for those who work on it. */
export interface RecordWorkspace {
  database: Database;
  catalog: Catalog;
  /** Everything is allowed. */
  system: AccessContext;
  /** A new person with these roles, in these teams. */
  person(roles: string[], facts?: Partial<Actor>): Promise<AccessContext>;
  team(name: string): Promise<string>;
}

/** Makes the tables of the documents' objects straight from the plan, without layers and releases. */
export async function recordWorkspace(documents: readonly DocumentDraft[]): Promise<RecordWorkspace> {
  const database = await testDatabase();
  const catalog = testCatalog(documents);
  await makeTables(database, catalog);
  const context = { db: database, catalog, cause: { kind: 'api' }, locale: 'en', requestId: 'test' } as const;
  const system: AccessContext = {
    ...context,
    actor: SYSTEM_ACTOR,
    access: SYSTEM_ACCESS,
    get now() {
      return new Date();
    },
  };
  return {
    database,
    catalog,
    system,
    async person(roles, facts = {}) {
      const actor = await makePerson(database, roles, facts);
      const access = compileAccess(catalog, roles);
      return Object.defineProperty({ ...system, actor, access }, 'now', { get: () => new Date(), enumerable: true });
    },
    async team(name) {
      const id = v7();
      await database.query('insert into core.team (id, name) values ($1, $2)', [id, name]);
      return id;
    },
  };
}

async function makeTables(database: Database, catalog: Catalog): Promise<void> {
  await database.query(`create schema if not exists ${RECORD_SCHEMA}`);
  const registry = { tables: [], columns: [] };
  const { steps } = planTables({ catalog, live: testCatalog([]), registry });
  for (const statement of steps.flatMap((step) => step.sql)) await database.query(statement);
  const objects = Object.keys(catalog.model.objects).map((name) => catalog.object(name));
  const records = objects.filter((object) => !object.managed);
  for (const object of records) {
    const table = `${RECORD_SCHEMA}.${identifier(object.table.name)}`;
    for (const { name, unique, definition } of desiredIndexes(object, catalog, [])) {
      await database.query(`create ${unique ? 'unique ' : ''}index ${identifier(name)} on ${table} ${definition}`);
    }
    for (const { name, definition } of desiredForeignKeys(object, catalog)) {
      await database.query(`alter table ${table} add constraint ${identifier(name)} ${definition}`);
    }
  }
  await database.transaction((transaction) => installKeepers(transaction, catalog));
}

async function makePerson(database: Database, roles: readonly string[], facts: Partial<Actor>): Promise<Actor> {
  const id = v7();
  const name = facts.name ?? `Person ${id.slice(-4)}`;
  const email = `${id}@example.com`;
  const team = facts.teams?.[0] ?? null;
  await database.query('insert into core."user" (id, name, email, team) values ($1, $2, $3, $4)', [
    id,
    name,
    email,
    team,
  ]);
  const rest = { teams: [], managedTeams: [], timeZone: 'Asia/Shanghai', ...facts };
  return { kind: 'user', userId: id, email, name, roles, ...rest };
}

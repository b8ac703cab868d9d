import { traitsOf } from '@stratacrm/sdk';
import type { Database } from '../../kernel/database.ts';
import type { Log } from '../../kernel/log.ts';
import type { Catalog, CatalogObject } from '../catalog.ts';
import type { IndexProvider } from '../model.ts';
import { convertToPartitions } from '../partitions/convert-table.ts';
import { keepPartitions } from '../partitions/keep-partitions.ts';
import {
  dropPartitionedIndex,
  makePartitionedForeignKey,
  makePartitionedIndex,
} from '../partitions/partition-parts.ts';
import { MONEY_SUFFIXES, RECORD_SCHEMA } from '../physical.ts';
import { readExisting, type ExistingObjects } from './existing-objects.ts';
import { numberRecords } from './number-records.ts';
import { withoutBlocking } from './run-ddl.ts';
import { identifier } from './sql-text.ts';
import {
  INDEX_PREFIX,
  desiredForeignKeys,
  desiredIndexes,
  type DesiredForeignKey,
  type DesiredIndex,
} from './table-indexes.ts';

export interface FinishInput {
  database: Database;
  log: Log;
  catalog: Catalog;
  providers: readonly IndexProvider[];
  /** Told of an object whose records have got numbers that they did not have. */
  onNumbered?: (object: CatalogObject) => Promise<void>;
  /** Only the records of these objects can be without their numbers; absent: those of any. */
  changed?: ReadonlySet<string>;
}

interface Task {
  what: string;
  run(): Promise<unknown>;
}

/**
 * Brings indexes, foreign keys, defaults and numbers of all tables to what the catalog says, beside running traffic.
 * It looks at what there is and does what is missing, so it can be broken off anywhere and simply be run again. What
 * fails does not keep the rest from being done.
 */
export async function finishTables(input: FinishInput): Promise<void> {
  const failures: unknown[] = [];
  await runTasks(conversionTasks(input, await readExisting(input.database)), input.log, failures);
  const existing = await readExisting(input.database);
  const tasks = [
    ...defaultTasks(input, existing),
    ...numberTasks(input),
    ...indexTasks(input, existing),
    ...foreignKeyTasks(input, existing),
    ...partitionTasks(input),
  ];
  await runTasks(tasks, input.log, failures);
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} steps after publishing failed`);
}

async function runTasks(tasks: readonly Task[], log: Log, failures: unknown[]): Promise<void> {
  for (const task of tasks) {
    try {
      await task.run();
      log.debug('Tables', { done: task.what });
    } catch (error) {
      failures.push(error);
      log.warn('A step after publishing failed and will be tried again', { step: task.what, error });
    }
  }
}

/** Tables in one piece whose records are now to be kept by time. */
function conversionTasks({ database, catalog }: FinishInput, { partitioned }: ExistingObjects): Task[] {
  return recordObjects(catalog)
    .filter((object) => object.partition_by !== undefined && !partitioned.has(object.table.name))
    .map((object) => ({
      what: `keep ${object.name} by time`,
      run: () => convertToPartitions(database, object, object.table.name),
    }));
}

/** Last, so that a new piece has every index and key of the whole from the beginning. */
function partitionTasks({ database, log, catalog }: FinishInput): Task[] {
  const isAny = recordObjects(catalog).some((object) => object.partition_by !== undefined);
  return isAny ? [{ what: 'make partitions', run: () => keepPartitions(database, log) }] : [];
}

/** A default serves only the records there were, and new ones get theirs from the application; that of a roll-up stays. */
function defaultTasks({ database, catalog }: FinishInput, { defaults }: ExistingObjects): Task[] {
  const lasting = new Set(recordObjects(catalog).flatMap(rolledUpColumns));
  const passing = defaults.filter(({ table, column }) => !lasting.has(`${table}.${column}`));
  return passing.map(({ table, column }) => ({
    what: `drop the default of ${table}.${column}`,
    run: () => alterTable(database, table, `alter column ${identifier(column)} drop default`),
  }));
}

/** Over no records a roll-up is nothing: the database says so for every new record, whoever makes it. */
function rolledUpColumns({ fields, table }: CatalogObject): string[] {
  const rolledUp = Object.values(fields).filter((field) => traitsOf(field).rolled_up);
  return rolledUp.flatMap(({ name }) => ['', ...MONEY_SUFFIXES].map((suffix) => `${table.name}.${name}${suffix}`));
}

function numberTasks({ database, catalog, changed, onNumbered }: FinishInput): Task[] {
  return recordObjects(catalog)
    .filter((object) => changed === undefined || changed.has(object.name))
    .map((object) => ({
      what: `number ${object.name}`,
      run: async () => {
        if (await numberRecords(database, object)) await onNumbered?.(object);
      },
    }));
}

function indexTasks({ database, catalog, providers }: FinishInput, existing: ExistingObjects): Task[] {
  const wanted = recordObjects(catalog).flatMap((object) =>
    desiredIndexes(object, catalog, providers).map((index) => ({ table: object.table.name, index })),
  );
  const names = new Set(wanted.map(({ index }) => index.name));
  const surplus = [...existing.indexes.keys()].filter((name) => INDEX_PREFIX.test(name) && !names.has(name));
  return [
    ...wanted
      .filter(({ index }) => !hasIndex(existing, index))
      .map(({ table, index }) => ({
        what: `index ${index.name}`,
        run: () => indexMaker(existing, table)(database, table, index),
      })),
    ...surplus.map((name) => ({
      what: `drop index ${name}`,
      run: () =>
        existing.indexes.get(name)?.partitioned === true
          ? dropPartitionedIndex(database, { schema: RECORD_SCHEMA, name })
          : dropIndex(database, name),
    })),
  ];
}

/** One that was being made when its process died is there, but not valid. */
function hasIndex({ indexes }: ExistingObjects, { name, column }: DesiredIndex): boolean {
  const found = indexes.get(name);
  return found !== undefined && found.valid && (column === undefined || found.column === column);
}

function indexMaker({ partitioned }: ExistingObjects, table: string): typeof makeIndex {
  if (!partitioned.has(table)) return makeIndex;
  return (database, name, index) => makePartitionedIndex(database, { schema: RECORD_SCHEMA, name }, index);
}

async function makeIndex(database: Database, table: string, index: DesiredIndex): Promise<void> {
  await dropIndex(database, index.name);
  const kind = index.unique ? 'unique index' : 'index';
  await database.query(
    `create ${kind} concurrently ${identifier(index.name)} on ${qualified(table)} ${index.definition}`,
  );
}

async function dropIndex(database: Database, name: string): Promise<void> {
  await database.query(`drop index concurrently if exists ${qualified(name)}`);
}

function foreignKeyTasks({ database, catalog }: FinishInput, existing: ExistingObjects): Task[] {
  return recordObjects(catalog).flatMap((object) =>
    desiredForeignKeys(object, catalog)
      .filter((key) => !hasForeignKey(existing, key))
      .map((key) => ({
        what: `foreign key ${key.name}`,
        run: () =>
          existing.partitioned.has(object.table.name)
            ? makePartitionedForeignKey(database, object.table, key)
            : makeForeignKey(database, object.table.name, key),
      })),
  );
}

function hasForeignKey({ foreignKeys }: ExistingObjects, { name, column, onDelete }: DesiredForeignKey): boolean {
  const found = foreignKeys.get(name);
  return found !== undefined && found.valid && found.column === column && found.on_delete === onDelete;
}

/** Checked for new rows at once, for the rows there are in a second step that blocks nobody. */
async function makeForeignKey(
  database: Database,
  table: string,
  { name, definition }: DesiredForeignKey,
): Promise<void> {
  const constraint = `constraint ${identifier(name)}`;
  await alterTable(
    database,
    table,
    `drop ${constraint.replace(' ', ' if exists ')}, add ${constraint} ${definition} not valid`,
  );
  await database.query(`alter table ${qualified(table)} validate ${constraint}`);
}

async function alterTable(database: Database, table: string, change: string): Promise<void> {
  await withoutBlocking(database, (transaction) => transaction.query(`alter table ${qualified(table)} ${change}`));
}

function recordObjects(catalog: Catalog): CatalogObject[] {
  return Object.keys(catalog.model.objects)
    .map((name) => catalog.object(name))
    .filter((object) => !object.managed);
}

function qualified(name: string): string {
  return `${RECORD_SCHEMA}.${identifier(name)}`;
}

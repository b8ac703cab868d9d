import type { CompiledField, JsonValue } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../kernel/context.ts';
import { newId } from '../../kernel/new-id.ts';
import type { Catalog, CatalogObject, ModelContext } from '../../model/catalog.ts';
import { searchTexts } from '../search/search-row.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { compileStatement, given, runStatement, type Statement } from '../sql/statement.ts';
import { areCreatedTogether, createTogether } from './create-together.ts';
import { storedFields } from './field-column.ts';
import { fileMoves, releaseFiles, takeFiles } from './file-moves.ts';
import { loneStatement } from './lone-change.ts';
import { keepSearch, tellLots, tellOne } from './lots.ts';
import { createColumns, encodeRows, insertColumns, physical } from './record-rows.ts';
import { parameterName, rowParameters, valueOf, type Encoded, type RowParameters } from './row-parameters.ts';
import { mayGoTogether, updateTogether } from './updates-together.ts';
import type { ObjectChanges, RecordChange } from './record-changes.ts';

/**
 * Stores the changes of one object in one statement and one round trip: the records, their change log, the outbox, the
 * recycle bin and the search index. Either every record is found at the version it was read at and all is written, or
 * the statement fails and nothing is.
 */
export async function storeChanges(ctx: ModelContext, work: ObjectChanges): Promise<void> {
  if (work.changes.length === 0) return;
  if (areCreatedTogether(work)) return createTogether(ctx, work);
  const creates = work.changes.filter((change) => change.action === 'create');
  // In the order of their ids, so that two bulk updates of the same records wait for each other instead of dead-locking.
  const changed = work.changes.filter((change) => change.action !== 'create').sort((a, b) => (a.id < b.id ? -1 : 1));
  const deletions = changed.filter((change) => change.action === 'delete');
  const restored = changed.filter((change) => change.action === 'restore');
  const entries = work.changes.map((change) => logEntry(work.object, change));
  const files = fileMoves(work);
  const shape: StoreShape = {
    single: work.changes.length === 1,
    create: creates.length === 0 ? null : createColumns(work.object, creates),
    change: changed.length === 0 ? null : changeColumns(work.object, changed),
    deletions: deletions.length > 0,
    restores: restored.length > 0,
    cleared: (work.cleared ?? []).length > 0,
    search: entries.some((entry) => entry.texts !== undefined),
    taken: files.taken.length > 0,
    released: files.released.length > 0,
  };
  const { encode } = rowParameters(shape.single);
  const values = {
    ...common(ctx, work),
    ...(shape.create && encodeRows(ctx, 'created', { fields: shape.create, changes: creates, encode })),
    ...(shape.change && encodeRows(ctx, 'changed', { fields: shape.change, changes: changed, encode })),
    ...(shape.change && encodeVersions(changed, encode)),
    ...encodeEntries(entries, encode),
    deletions: shape.deletions && JSON.stringify(deletions.map(deletionRow)),
    restored: shape.restores && restored.map((each) => each.id),
    cleared: shape.cleared && JSON.stringify(work.cleared),
    taken: shape.taken && JSON.stringify(files.taken),
    released: shape.released && files.released,
  };
  if (await isStoredTogether(ctx, work, { shape, values })) return;
  const { rows } = await runStatement(ctx, storePlan(ctx.catalog, work.object, shape), values);
  if (rows.length === 0) throw new NotAsRead();
}

/** The record is not as it was read. Statements about several say so themselves, with the same code. */
class NotAsRead extends Error {
  readonly code = 'ST001';
}

/** Updates of single records go with those that come at the same time. */
async function isStoredTogether(
  ctx: ModelContext,
  { object, changes }: ObjectChanges,
  { shape, values }: { shape: StoreShape; values: Record<string, unknown> },
): Promise<boolean> {
  const { change, search } = shape;
  if (!isLone(shape) || change === null || changes[0]?.action !== 'update' || !mayGoTogether(ctx, change)) return false;
  return updateTogether(ctx, { object, set: physical(change), search }, values);
}

function common(ctx: Context, work: ObjectChanges): Record<string, unknown> {
  return {
    object: work.object.name,
    at: ctx.now.toISOString(),
    actor: ctx.actor.userId,
    cause: ctx.cause.kind,
    cause_id: ctx.cause.id ?? null,
    request_id: ctx.requestId,
    expected: work.changes.length,
  };
}

interface StoreShape {
  single: boolean;
  create: readonly CompiledField[] | null;
  change: readonly CompiledField[] | null;
  deletions: boolean;
  restores: boolean;
  cleared: boolean;
  search: boolean;
  taken: boolean;
  released: boolean;
}

const CHANGE_SYSTEM = ['updated_at', 'updated_by'];

/** Columns that some change touches, and the mark of the recycle bin. */
function changeColumns(object: CatalogObject, changed: readonly RecordChange[]): CompiledField[] {
  const touched = new Set(changed.flatMap((each) => Object.keys(each.changes)));
  if (changed.some((each) => each.action !== 'update')) touched.add('deleted_at');
  // An amount is worth something else on another day.
  const isTouched = ({ name, rate_date: day }: CompiledField): boolean =>
    touched.has(name) || (day !== undefined && touched.has(day));
  return storedFields(object).filter((field) => CHANGE_SYSTEM.includes(field.name) || isTouched(field));
}

type Encode = RowParameters['encode'];
type EncodedRows = Record<string, Encoded>;

/** By what records that are there are found. */
function encodeVersions(changes: readonly RecordChange[], encode: Encode): EncodedRows {
  const [id, version] = KEYS;
  const [ids, versions] = [changes.map((change) => change.id), changes.map((change) => change.version)];
  return {
    [parameterName('changed', id.name)]: encode(id.type, ids),
    [parameterName('changed', version.name)]: encode(version.type, versions),
  };
}

const KEYS = [
  { name: '~id', type: 'uuid' },
  { name: '~version', type: 'bigint' },
] as const;

const ENTRY = {
  change_id: 'uuid',
  record_id: 'uuid',
  version: 'bigint',
  action: 'text',
  changes: 'jsonb',
  cause_id: 'text',
  texts: 'text',
} as const;

type LogEntry = Record<keyof typeof ENTRY, JsonValue | undefined>;

const ENTRY_COLUMNS = Object.entries(ENTRY).map(([name, type]) => ({ name: name as keyof typeof ENTRY, type }));

function encodeEntries(entries: readonly LogEntry[], encode: Encode): EncodedRows {
  const column = ({ name, type }: (typeof ENTRY_COLUMNS)[number]) => [
    parameterName('entry', name),
    encode(
      type,
      entries.map((entry) => entry[name]),
    ),
  ];
  return Object.fromEntries(ENTRY_COLUMNS.map(column)) as EncodedRows;
}

/** What the change log keeps, and what the search is to find of the record from now on. */
function logEntry(object: CatalogObject, change: RecordChange): LogEntry {
  const { id, version, action, changes, causeId } = change;
  return {
    change_id: newId(),
    record_id: id,
    version: version + 1,
    action,
    changes,
    cause_id: causeId,
    texts: JSON.stringify(searchTexts(object, change)),
  };
}

function deletionRow({ id, rootId }: RecordChange) {
  return { record_id: id, root_id: rootId ?? id };
}

function storePlan(catalog: Catalog, object: CatalogObject, shape: StoreShape): Statement {
  const columns = (fields: readonly CompiledField[] | null) => fields?.map((field) => field.name).join() ?? '';
  const { single, deletions, restores, cleared, search, taken, released } = shape;
  const flags = [single, deletions, restores, cleared, search, taken, released].map(Number).join('');
  return planned(catalog, `store|${object.name}|${columns(shape.create)}|${columns(shape.change)}|${flags}`, () =>
    compileStatement(storeStatement(catalog, object, shape), memoryOf(catalog).names),
  );
}

function storeStatement(catalog: Catalog, object: CatalogObject, shape: StoreShape): RawBuilder<unknown> {
  if (isLone(shape)) {
    const { create, change, search } = shape;
    const written = create === null ? updateRecords(object, change ?? [], true) : insertRecords(object, create, true);
    return loneStatement(written, catalog.release, search);
  }
  const { single } = shape;
  const parts: RawBuilder<unknown>[] = [];
  if (shape.create !== null) parts.push(sql`created as (${insertRecords(object, shape.create, single)})`);
  if (shape.change !== null) parts.push(sql`changed as (${updateRecords(object, shape.change, single)})`);
  parts.push(checkWritten(shape), ...writeLog(catalog.release, single), single ? tellOne : tellLots);
  if (shape.deletions) parts.push(sql`binned as (${keepDeletions})`);
  if (shape.restores) parts.push(...forgetDeletions);
  if (shape.cleared) parts.push(sql`emptied as (${keepCleared})`);
  if (shape.search)
    parts.push(...keepSearch({ single, creates: shape.create !== null, changes: shape.change !== null }));
  if (shape.taken) parts.push(takeFiles);
  if (shape.released) parts.push(releaseFiles);
  return sql`with ${sql.join(parts)} select * from ${shape.taken ? sql`checked, taken_all` : sql`checked`}`;
}

/** One record, and nothing that is written beside it but what is of every change. */
function isLone({ single, deletions, restores, cleared, taken, released }: StoreShape): boolean {
  return single && !deletions && !restores && !cleared && !taken && !released;
}

function insertRecords(object: CatalogObject, fields: readonly CompiledField[], single: boolean) {
  const columns = physical(fields);
  return sql`${insertColumns(object, columns)} select ${sql.join(columns.map(valueOf))} from ${rowParameters(single).rows('created', columns)} returning id`;
}

function updateRecords({ table }: CatalogObject, fields: readonly CompiledField[], single: boolean) {
  const columns = physical(fields);
  const sets = columns.map((column) => sql`${sql.id(column.name)} = ${valueOf(column)}`);
  const from = rowParameters(single).rows('changed', [...KEYS, ...columns]);
  return sql`update ${sql.id(table.schema, table.name)} as t set version = t.version + 1, ${sql.join(sets)} from ${from} where t.id = r."~id" and t.version = r."~version" returning t.id`;
}

function checkWritten(shape: StoreShape): RawBuilder<unknown> {
  const counts = [
    ...(shape.create === null ? [] : [sql`(select count(*) from created)`]),
    ...(shape.change === null ? [] : [sql`(select count(*) from changed)`]),
  ];
  return sql`checked as materialized (select core.assert_written(${given('expected')}::bigint, ${sql.join(counts, sql` + `)}))`;
}

function writeLog(release: number, single: boolean): RawBuilder<unknown>[] {
  return [
    sql`entries as materialized (select * from ${rowParameters(single).rows('entry', ENTRY_COLUMNS)})`,
    sql`logged as (insert into core.change_log (id, at, object, record_id, version, action, actor, cause, cause_id, release, request_id, changes)
      select change_id, ${given('at')}::timestamptz, ${given('object')}, record_id, version, action, ${given('actor')}::uuid, ${given('cause')}, coalesce(cause_id, ${given('cause_id')}), ${sql.lit(release)}, ${given('request_id')}, changes from entries)`,
  ];
}

const keepDeletions = sql`insert into core.deletion (record_id, object, root_id, at)
  select r.record_id, ${given('object')}, r.root_id, ${given('at')}::timestamptz
  from json_to_recordset(${given('deletions')}::json) as r(record_id uuid, root_id uuid)
  on conflict (record_id) do update set root_id = excluded.root_id, at = excluded.at`;

const forgetDeletions = [
  sql`unbinned as (delete from core.deletion where record_id = any(${given('restored')}::uuid[]))`,
  sql`refilled as (delete from core.cleared_reference where root_id = any(${given('restored')}::uuid[]))`,
];

const keepCleared = sql`insert into core.cleared_reference (root_id, object, record_id, field, target_id)
  select r."rootId", ${given('object')}, r."recordId", r.field, r."targetId"
  from json_to_recordset(${given('cleared')}::json) as r("rootId" uuid, "recordId" uuid, field text, "targetId" uuid)
  on conflict do nothing`;

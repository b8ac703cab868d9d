import { instantText, isId, type CompiledField, type JsonValue, type ShareLevel, type Verb } from '@stratacrm/sdk';
import { sql, type RawBuilder } from 'kysely';
import type { AccessContext, AccessProfile } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { selectedRollup } from '../rollups/shown-rollup.ts';
import { readerSight, systemSight } from '../sight/sight.ts';
import { byIds, type ByIds } from '../sql/by-ids.ts';
import { memoryOf, planned } from '../sql/catalog-memory.ts';
import { RecordSource, type Place } from '../sql/record-source.ts';
import { rowPermission } from '../sql/row-permission.ts';
import { shareLevel } from '../sql/shared-rows.ts';
import { compileStatement, runStatement, type Statement } from '../sql/statement.ts';
import { codecOf, storedFields } from '../store/field-column.ts';
import { VERBS, forbiddenRow } from './authorise-object.ts';
import { isSettled, type Write, type WriteBatch, type WriteStage } from './write-batch.ts';
import type { RecordState, WriteAction } from '../store/record-changes.ts';

/**
 * Reads the records to be changed, all of one kind in one statement: only those the writer may see, each with whether he
 * may change it so.
 */
export const loadCurrent: WriteStage = {
  name: 'load current',
  async run(batch) {
    for (const action of ['update', 'delete', 'restore'] as const) {
      const writes = batch.writes.filter((write) => write.action === action && !isSettled(write));
      if (writes.length > 0) await loadAll(batch, action, writes);
    }
  },
};

async function loadAll(batch: WriteBatch, action: WriteAction, writes: readonly Write[]): Promise<void> {
  const ids = writes.map((write) => write.id).filter(isId);
  const found = await loadStates(batch.ctx, batch.object, action, ids);
  for (const write of writes) {
    const row = found.get(write.id.toLowerCase());
    if (row === undefined) write.issues.push({ path: '', code: 'record_not_found' });
    else if (!row.allowed && !(action === 'update' && row.shared === 'edit')) write.issues.push(forbiddenRow(action));
    else takeUp(batch, write, row);
  }
}

function takeUp({ ctx }: WriteBatch, write: Write, { state, shown, shared, allowed }: Loaded): void {
  write.shown = shown;
  write.shared = shared;
  write.byShareAlone = !allowed;
  write.id = String(state['id']);
  write.version = Number(state['version']);
  write.before = state;
  const expected = 'version' in write.request ? write.request.version : undefined;
  if (expected !== undefined && expected !== write.version) {
    write.issues.push({ path: '', code: 'version_conflict', params: { expected, actual: write.version } });
  }
  const system = {
    updated_at: instantText(ctx.now.getTime()),
    updated_by: ctx.actor.userId,
    version: write.version + 1,
    ...(write.action === 'delete' && { deleted_at: instantText(ctx.now.getTime()) }),
    ...(write.action === 'restore' && { deleted_at: null }),
  };
  write.after = { ...state, ...write.given, ...system };
}

interface Loaded {
  state: RecordState;
  /** Roll-ups over those children that the writer may see. */
  shown: RecordState;
  /** By a role. */
  allowed: boolean;
  shared: ShareLevel | null;
}

async function loadStates(
  ctx: AccessContext,
  object: CatalogObject,
  action: WriteAction,
  ids: readonly string[],
): Promise<Map<string, Loaded>> {
  if (ids.length === 0) return new Map();
  const which = byIds(ID, ids);
  const { statement, read, readShown } = loadPlan(ctx, object, action, which);
  const { rows } = await runStatement<Record<string, unknown>>(ctx, statement, which.values);
  return new Map(
    rows.map((row) => {
      const shared = row['~shared'] as ShareLevel | null;
      const allowed = row['~allowed'] === true;
      return [row['id'] as string, { state: read(row), shown: readShown(row), allowed, shared }];
    }),
  );
}

interface LoadPlan extends ShownRollups {
  statement: Statement;
  read(row: Record<string, unknown>): RecordState;
}

const ID = sql`t.id`;

function loadPlan(ctx: AccessContext, object: CatalogObject, action: WriteAction, which: ByIds): LoadPlan {
  const { catalog, access } = ctx;
  const sight = readerSight(catalog, access);
  return planned(catalog, `load|${sight.key}|${object.name}|${action}|${which.key}`, () => {
    const source = new RecordSource(sight, object.name, 'all').only(action === 'restore' ? 'deleted' : 'living');
    const { columns, read } = storedColumns(object, source.unguarded);
    const allowed = isReadAlike(access, object.name, VERBS[action])
      ? sql`true`
      : rowPermission(access.permission(object.name, VERBS[action]), source.unguarded);
    source.where(which.condition);
    const permissions = [access.permission(object.name, 'read'), access.permission(object.name, 'update')];
    const shared = shareLevel(permissions, { objectId: object.id, alias: 't', slot: source.unguarded.slot });
    const rollups = shownRollups(source.record);
    const all = [...columns, ...rollups.columns];
    const query = sql`select ${sql.join(all)}, ${allowed} as "~allowed", ${shared} as "~shared" ${source.fromWhere()}`;
    return { statement: compileStatement(query, memoryOf(catalog).names), read, ...rollups };
  });
}

/** Whoever may see a record may do so with it, by the same rules and not because it is shared with him. */
function isReadAlike(access: AccessProfile, object: string, verb: Verb): boolean {
  const [read, asked] = [access.permission(object, 'read'), access.permission(object, verb)];
  if (read.kind !== 'rows' || asked.kind !== 'rows' || read.shares !== 'none') return false;
  const sources = new Set(asked.rules.map(({ source }) => source));
  return read.rules.every(({ source }) => sources.has(source));
}

interface ShownRollups {
  columns: RawBuilder<unknown>[];
  readShown(row: Record<string, unknown>): RecordState;
}

/** Those that are to be made of only what this reader may see: read along with the record, they need no question of their own. */
function shownRollups(record: Place): ShownRollups {
  const found = Object.values(record.object.fields).flatMap((field) => {
    const value = selectedRollup(record, field);
    return value === undefined ? [] : [{ field, value }];
  });
  return {
    columns: found.map(({ field, value }) => sql`${value} as ${sql.id(`~${field.name}`)}`),
    readShown(row) {
      const shown: RecordState = {};
      for (const { field } of found) {
        const raw = row[`~${field.name}`];
        shown[field.name] = raw === null ? null : codecOf(field).decode(raw);
      }
      return shown;
    },
  };
}

/** All stored fields of a record, for the system's own use. */
export function storedColumns(
  object: CatalogObject,
  record: Place,
): { columns: RawBuilder<unknown>[]; read(row: Record<string, unknown>): RecordState } {
  const fields = storedFields(object);
  const columns = fields.map((field) => sql`${kept(record, field)} as ${sql.id(field.name)}`);
  return { columns, read: (row) => readState(fields, row) };
}

/** What its decoder reads; a roll-up that is not worked out yet is worked out here. */
function kept(record: Place, field: CompiledField): RawBuilder<unknown> {
  return selectedRollup(record, field) ?? codecOf(field).select(record.alias, field.name);
}

function readState(fields: readonly CompiledField[], row: Record<string, unknown>): RecordState {
  const state: RecordState = {};
  for (const field of fields) {
    const raw = row[field.name];
    state[field.name] = raw === null ? null : (codecOf(field).decode(raw) as JsonValue);
  }
  return state;
}

/** Reads records for the system itself: nothing is hidden. */
export async function loadUnguarded(
  ctx: AccessContext,
  object: CatalogObject,
  which: 'living' | 'deleted',
  ids: readonly string[],
): Promise<RecordState[]> {
  if (ids.length === 0) return [];
  const found = byIds(ID, ids);
  const { statement, read } = planned(ctx.catalog, `load||${object.name}|${which}|${found.key}`, () => {
    const source = new RecordSource(systemSight(ctx.catalog), object.name).only(which);
    const { columns, read } = storedColumns(object, source.record);
    source.where(found.condition);
    const query = sql`select ${sql.join(columns)} ${source.fromWhere()}`;
    return { statement: compileStatement(query, memoryOf(ctx.catalog).names), read };
  });
  const { rows } = await runStatement<Record<string, unknown>>(ctx, statement, found.values);
  return rows.map(read);
}

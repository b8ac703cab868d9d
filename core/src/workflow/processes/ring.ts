import type { Transaction } from '../../kernel/database.ts';
import type { Catalog } from '../../model/catalog.ts';
import { loadUnguarded } from '../../records/pipeline/load-current.ts';
import { startBatch } from '../../records/pipeline/start-batch.ts';
import { noteChanges } from '../../records/pipeline/note-changes.ts';
import type { Write } from '../../records/pipeline/write-batch.ts';
import { windClocks, type StageSince } from '../../records/process/clocks.ts';
import { storeChanges } from '../../records/store/store-changes.ts';
import { instantText } from '@stratacrm/sdk';
import type { Engine } from '../engine.ts';
import { systemContext } from '../system-context.ts';
import { setTimers } from './timers.ts';

/** Records whose time limits are looked at in one transaction. */
const AT_ONCE = 500;

/** Looks at the time limits whose moment has come; with nothing due it costs one look into an index. */
export async function ringTimers(engine: Engine, now: Date): Promise<void> {
  const catalog = engine.model.catalog();
  for (;;) {
    const count = await engine.database.transaction((tx) => ringSome(tx, catalog, now), { retries: 3 });
    if (count > 0) engine.committed();
    if (count < AT_ONCE) return;
  }
}

async function ringSome(tx: Transaction, catalog: Catalog, now: Date): Promise<number> {
  const { rows } = await tx.query<{ record_id: string; object: string }>(
    `delete from core.process_timer where (record_id, field_id) in (
       select record_id, field_id from core.process_timer where at <= $1::timestamptz
       order by at limit ${AT_ONCE} for update skip locked)
     returning record_id, object`,
    [now.toISOString()],
    'process_timers_ring',
  );
  for (const [object, group] of Map.groupBy(rows, (row) => row.object)) {
    if (!catalog.has(object)) continue;
    await rewind(tx, catalog, object, [...new Set(group.map((row) => row.record_id))], now);
  }
  return rows.length;
}

/**
 * Brings time limits of records to this moment. Nothing else of them changes, so no rule, hook or permission has a say; the
 * change is logged and told like any other.
 */
export async function rewind(
  tx: Transaction,
  catalog: Catalog,
  objectName: string,
  ids: readonly string[],
  now: Date,
  /** Since when records stand in their stages, where that is not known yet. */
  stageSince: StageSince = new Map(),
): Promise<number> {
  const object = catalog.object(objectName);
  const { schema, name } = object.table;
  // Whoever is writing them is waited for, so that the versions read now still hold when they are stored.
  await tx.query(
    `select id from "${schema}"."${name}" where id = any($1::uuid[]) and deleted_at is null order by id for update`,
    [ids],
  );
  const ctx = { ...systemContext(tx, catalog), now, cause: { kind: 'system' as const } };
  const states = await loadUnguarded(ctx, object, 'living', ids);
  const batch = startBatch(
    ctx,
    object,
    states.map((state) => ({ action: 'update', id: String(state['id']), input: {} })),
    'partial',
  );
  batch.writes.forEach((write, index) => standStill(write, states[index]!, now));
  await windClocks(batch, batch.writes, stageSince);
  await noteChanges.run(batch);
  const changes = batch.writes.filter((write) => Object.keys(write.changes).length > 0);
  await storeChanges(ctx, { object, changes });
  // Those that did not change tell nobody, so nobody would set their next moment.
  const same = batch.writes.filter((write) => Object.keys(write.changes).length === 0).map((write) => write.id);
  if (same.length > 0) await setTimers(tx, catalog, objectName, same);
  return changes.length;
}

function standStill(write: Write, state: Write['after'], now: Date): void {
  write.before = state;
  write.after = { ...state, updated_at: instantText(now.getTime()), updated_by: null };
  write.version = Number(state['version']);
}

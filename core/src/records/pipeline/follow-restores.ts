import { MOST_REFERENCES, relationOf } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { singleLink } from '../sight/linked-ids.ts';
import type { FieldChanges, ObjectChanges, RecordChange, RecordState } from '../store/record-changes.ts';
import { loadUnguarded } from './load-current.ts';
import { stamp } from './stamp.ts';
import { isSound, type WriteStage } from './write-batch.ts';

/** What was deleted with a record comes back with it, and references that were emptied then are filled again. */
export const followRestores: WriteStage = {
  name: 'restored tree',
  async run(batch) {
    const roots = batch.writes.filter((write) => write.action === 'restore' && isSound(write)).map((write) => write.id);
    if (roots.length === 0) return;
    batch.dependants.push(...(await deletedWith(batch.ctx, roots)), ...(await emptiedBy(batch.ctx, roots)));
  },
};

async function deletedWith(ctx: AccessContext, roots: readonly string[]): Promise<ObjectChanges[]> {
  const { rows } = await ctx.db.query<{ object: string; ids: string[] }>(
    `select object, array_agg(record_id) as ids from core.deletion
     where root_id = any($1::uuid[]) and record_id <> all($1::uuid[]) group by object`,
    [roots],
    'records_deleted_with',
  );
  const found: ObjectChanges[] = [];
  for (const row of rows) if (ctx.catalog.has(row.object)) found.push(await restored(ctx, row.object, row.ids));
  return found;
}

async function restored(ctx: AccessContext, name: string, ids: readonly string[]): Promise<ObjectChanges> {
  const object = ctx.catalog.object(name);
  const states = await loadUnguarded(ctx, object, 'deleted', ids);
  const changes = states.map((state): RecordChange => {
    const after = { ...state, ...stamp(ctx), deleted_at: null };
    return { action: 'restore', id: String(state['id']), version: Number(state['version']), after, changes: {} };
  });
  return { object, changes };
}

interface ClearedRow {
  object: string;
  record_id: string;
  field: string;
  target_id: string;
  target_object: string | null;
}

async function emptiedBy(ctx: AccessContext, roots: readonly string[]): Promise<ObjectChanges[]> {
  const { rows } = await ctx.db.query<ClearedRow>(
    `select c.object, c.record_id, c.field, c.target_id, d.object as target_object
     from core.cleared_reference as c left join core.deletion as d on d.record_id = c.target_id
     where c.root_id = any($1::uuid[])`,
    [roots],
    'records_emptied_by',
  );
  const refilled: ObjectChanges[] = [];
  for (const [object, cleared] of Map.groupBy(rows, (row) => row.object)) {
    refilled.push(...(await refill(ctx, object, cleared)));
  }
  return refilled;
}

/** Only where nobody has set the reference to something else meanwhile. */
async function refill(ctx: AccessContext, name: string, cleared: readonly ClearedRow[]): Promise<ObjectChanges[]> {
  if (!ctx.catalog.has(name)) return [];
  const object = ctx.catalog.object(name);
  const states = await loadUnguarded(ctx, object, 'living', [...new Set(cleared.map((row) => row.record_id))]);
  const byFields = new Map<string, RecordChange[]>();
  for (const state of states) {
    const own = cleared.filter((row) => row.record_id === state['id'] && object.fields[row.field] !== undefined);
    const values = withLinks(object, state, own);
    const fields = Object.keys(values).sort().join();
    if (fields === '') continue;
    const changes: FieldChanges = Object.fromEntries(
      Object.entries(values).map(([field, to]) => [field, [state[field] ?? null, to]]),
    );
    const after = { ...state, ...values, ...stamp(ctx) };
    const version = Number(state['version']);
    const list = byFields.get(fields) ?? [];
    byFields.set(fields, [...list, { action: 'update', id: String(state['id']), version, after, changes }]);
  }
  return [...byFields.values()].map((changes) => ({ object, changes }));
}

/** Fields as they are with what they lost; a list takes its records back behind those it has now. */
function withLinks(object: CatalogObject, state: RecordState, cleared: readonly ClearedRow[]): RecordState {
  const values: RecordState = {};
  for (const { field: name, target_id: id, target_object: target } of cleared) {
    const field = object.fields[name]!;
    const now = values[name] ?? state[name] ?? null;
    if (relationOf(field)?.kind === 'many') {
      const list = (now ?? []) as string[];
      if (!list.includes(id) && list.length < MOST_REFERENCES) values[name] = [...list, id];
    } else if (now === null) values[name] = singleLink(field, { object: target ?? '', id });
  }
  return values;
}

import type { JsonValue } from '@stratacrm/sdk';
import type { Queryable } from '../../kernel/database.ts';
import type { FieldChanges, RecordState } from '../../records/store/record-changes.ts';
import type { CatalogObject } from '../../model/catalog.ts';

/** A committed change of a record, as the change log holds it. */
export interface LoggedChange {
  id: string;
  object: string;
  record_id: string;
  version: string;
  action: 'create' | 'update' | 'delete' | 'restore';
  actor: string | null;
  cause: string;
  cause_id: string | null;
  changes: FieldChanges;
}

/** A record before and after one change. */
export interface ChangedRecord {
  change: LoggedChange;
  before: RecordState | null;
  after: RecordState;
}

export async function readChanges(db: Queryable, ids: readonly string[]): Promise<LoggedChange[]> {
  const { rows } = await db.query<LoggedChange>(
    `select id, object, record_id, version, action, actor, cause, cause_id, changes
     from core.change_log where id = any($1::uuid[]) order by id`,
    [ids],
    'workflow_changes',
  );
  return rows;
}

/**
 * The records of one object as they were before and after each of these changes: as they are now, less what was changed
 * since.
 */
export function changedRecords(
  changes: readonly LoggedChange[],
  later: ReadonlyMap<string, readonly LoggedChange[]>,
  present: ReadonlyMap<string, RecordState>,
): ChangedRecord[] {
  return changes.flatMap((change) => {
    const now = present.get(change.record_id);
    if (now === undefined) return [];
    let after = now;
    for (const one of later.get(change.record_id) ?? []) {
      if (Number(one.version) > Number(change.version)) after = takenBack(after, one.changes);
    }
    const before = change.action === 'create' ? null : takenBack(after, change.changes);
    return [{ change, before, after }];
  });
}

function takenBack(state: RecordState, changes: FieldChanges): RecordState {
  const before: RecordState = { ...state };
  for (const [field, [old]] of Object.entries(changes)) before[field] = old;
  return before;
}

/** Changes of these records from the given versions on, newest first. */
export async function laterChanges(
  db: Queryable,
  object: CatalogObject,
  changes: readonly LoggedChange[],
): Promise<Map<string, LoggedChange[]>> {
  const since = new Map<string, number>();
  for (const { record_id, version } of changes)
    since.set(record_id, Math.min(since.get(record_id) ?? Infinity, Number(version)));
  const { rows } = await db.query<LoggedChange>(
    `select c.id, c.object, c.record_id, c.version, c.action, c.actor, c.cause, c.cause_id, c.changes
     from json_to_recordset($1::json) as r(id uuid, since bigint)
     join core.change_log c on c.record_id = r.id and c.version > r.since and c.object = $2
     order by c.version desc`,
    [JSON.stringify([...since].map(([id, version]) => ({ id, since: version }))), object.name],
    'workflow_later_changes',
  );
  return Map.groupBy(rows, (row) => row.record_id);
}

/** The values of a state that can be kept as JSON. */
export function keptState(state: RecordState | null): Record<string, JsonValue> | null {
  return state === null ? null : { ...state };
}

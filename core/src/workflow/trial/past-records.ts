import { instantText, sameJson } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { loadUnguarded } from '../../records/pipeline/load-current.ts';
import { putBack } from '../../records/store/put-back.ts';
import type { RecordState } from '../../records/store/record-changes.ts';
import { changedRecords, laterChanges, type ChangedRecord, type LoggedChange } from '../start/changes.ts';

/** A change of the past, with when it was. */
export interface PastChange extends LoggedChange {
  at: string;
}

/** A record at the moment of a change, and as it is now. */
export interface PastRecord extends ChangedRecord {
  change: PastChange;
  present: RecordState;
}

export async function readPastChanges(db: Queryable, ids: readonly string[]): Promise<PastChange[]> {
  const { rows } = await db.query<PastChange>(
    `select id, at, object, record_id, version, action, actor, cause, cause_id, changes
     from core.change_log where id = any($1::uuid[]) order by id`,
    [ids],
    'workflow_past_changes',
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

/** The records of one object before and after each of these changes; a record that is gone for good is left out. */
export async function pastRecords(
  ctx: AccessContext,
  object: CatalogObject,
  changes: readonly PastChange[],
): Promise<PastRecord[]> {
  const ids = [...new Set(changes.map((change) => change.record_id))];
  const living = await loadUnguarded(ctx, object, 'living', ids);
  const deleted = living.length === ids.length ? [] : await loadUnguarded(ctx, object, 'deleted', ids);
  const present = new Map([...living, ...deleted].map((state) => [String(state['id']), state]));
  const byId = new Map(changes.map((change) => [change.id, change]));
  return changedRecords(changes, await laterChanges(ctx.db, object, changes), present).map((record) => {
    const change = byId.get(record.change.id)!;
    const at = instantText(Date.parse(change.at));
    const after = { ...record.after, updated_at: at, deleted_at: change.action === 'delete' ? at : null };
    return { ...record, change, after, present: present.get(change.record_id)! };
  });
}

/** Makes the records what they were right after their changes. Each record may stand in the list once. */
export async function returnToPast(
  ctx: AccessContext,
  object: CatalogObject,
  records: readonly PastRecord[],
): Promise<void> {
  const states = records.flatMap(({ change, after, present }) => {
    const fields = Object.keys(after).filter(
      (name) => name !== 'version' && !sameJson(after[name] ?? null, present[name] ?? null),
    );
    return fields.length === 0 ? [] : [{ id: change.record_id, state: after, fields }];
  });
  await putBack(ctx, object, states);
}

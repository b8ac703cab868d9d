import type { AccessContext } from '../../access/access-profile.ts';
import type { CatalogObject } from '../../model/catalog.ts';
import { startBatch, startWrite } from '../../records/pipeline/start-batch.ts';
import type { Write } from '../../records/pipeline/write-batch.ts';
import { holds, prepareFor } from '../../records/pipeline/write-bindings.ts';
import type { ChangedRecord } from './changes.ts';
import type { RecordTrigger } from './record-trigger.ts';

/** A workflow and the change that triggers it. */
export interface Match {
  trigger: RecordTrigger;
  record: ChangedRecord;
}

/** Which of these changes trigger which workflows; conditions are looked at set-wise. */
export async function matchTriggers(
  ctx: AccessContext,
  object: CatalogObject,
  triggers: readonly RecordTrigger[],
  records: readonly ChangedRecord[],
): Promise<Match[]> {
  const matches: Match[] = [];
  const batch = startBatch(ctx, object, [], 'partial');
  for (const trigger of triggers) {
    const { when } = trigger;
    const concerned = records
      .filter((record) => concerns(trigger, record))
      .map((record) => ({ record, write: asWrite(record) }));
    const writes = concerned.map(({ write }) => write);
    if (when !== null) await prepareFor(batch, [when], writes);
    for (const { record, write } of concerned) {
      if (when === null || holds(batch, write, when)) matches.push({ trigger, record });
    }
  }
  return matches;
}

function concerns({ on, fields }: RecordTrigger, { change }: ChangedRecord): boolean {
  // A record that comes back from the recycle bin is there anew, as if created.
  const action = change.action === 'restore' ? 'create' : change.action;
  if (action !== on) return false;
  return fields === null || on !== 'update' || Object.keys(change.changes).some((field) => fields.has(field));
}

/** A change that has happened, as expressions look at one that is on its way. */
function asWrite({ change, before, after }: ChangedRecord): Write {
  const { record_id: id, version, changes } = change;
  return { ...startWrite({ action: 'update', id, input: {} }), before, after, version: Number(version), changes };
}

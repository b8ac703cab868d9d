import { triggerKind, type WorkflowDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';
import { matchTriggers } from '../start/match.ts';
import { readTrigger } from '../start/triggers.ts';
import { systemContext } from '../system-context.ts';
import { pastRecords, readPastChanges } from './past-records.ts';

/** A change of the past that would have begun the workflow. */
export interface RecentBeginning {
  change: string;
  record: string;
  at: string;
  actor: string | null;
  action: string;
}

/** So many changes are looked through for those that match. */
const LOOKED_AT = 500;
const SHOWN = 12;

/** The last real changes that would have begun the workflow, of records the person may read. */
export async function recentBeginnings(ctx: AccessContext, document: WorkflowDocument): Promise<RecentBeginning[]> {
  const { catalog } = ctx;
  const trigger = readTrigger(catalog, { ...document, active: true });
  const name = document.trigger.settings['object'];
  const on = triggerKind(document.trigger.type)?.on;
  if (trigger === null || on === undefined || typeof name !== 'string') return [];
  const { rows } = await ctx.db.query<{ id: string }>(
    `select id from core.change_log where object = $1 and action = any($2::text[])
       and ($3::text[] is null or changes ?| $3) and at > now() - interval '90 days'
     order by at desc limit ${LOOKED_AT}`,
    [name, on === 'create' ? ['create', 'restore'] : [on], trigger.fields === null ? null : [...trigger.fields]],
  );
  const changes = await readPastChanges(
    ctx.db,
    rows.map((row) => row.id),
  );
  const object = catalog.object(name);
  const records = await pastRecords(ctx, object, changes);
  const matches = await matchTriggers(systemContext(ctx.db, catalog), object, [trigger], records);
  const found = matches.map(({ record }) => records.find((each) => each.change.id === record.change.id)!.change);
  const visible = await visibleIds(
    ctx,
    name,
    found.map((change) => change.record_id),
    'any',
  );
  return found
    .filter((change) => visible.has(change.record_id))
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .slice(0, SHOWN)
    .map(({ id, record_id: record, at, actor, action }) => ({ change: id, record, at, actor, action }));
}

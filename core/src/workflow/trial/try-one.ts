import { StrataError, triggerKind, type JsonValue, type WorkflowDocument } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { compileAccess } from '../../access/compile-access.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';
import type { Engine } from '../engine.ts';
import type { RunRow } from '../run.ts';
import { keptState } from '../start/changes.ts';
import { matchTriggers } from '../start/match.ts';
import { readTrigger } from '../start/triggers.ts';
import { systemContext } from '../system-context.ts';
import { pastRecords, readPastChanges, returnToPast, type PastRecord } from './past-records.ts';
import { shownWrites } from './shown-to.ts';
import { needsRecord, toldNames } from './told-names.ts';
import { Trial } from './trial.ts';
import type { Assumed, TrialOutcome } from './trial-outcome.ts';
import { undone } from './undone.ts';

/** What is to be tried on which record. */
export interface TryRequest {
  document: WorkflowDocument;
  record?: string | undefined;
  /** A change of that record: it is tried as the record was then. */
  change?: string | undefined;
  /** What the trigger tells: what is filled in where a button asks, what a webhook or a mail brings. */
  input?: { [name: string]: JsonValue } | undefined;
  assumed?: { [step: string]: Assumed } | undefined;
}

export interface TryResult extends TrialOutcome {
  /** Whether the trigger would have begun it; it is tried all the same. */
  triggered: boolean;
}

/**
 * Lets a workflow go its way for one record that the person may read, with the rights of the person, or of the
 * workflow's role where that is one he holds. Throws `record_not_found`, `trial_needs_record`.
 */
export async function tryOne(ctx: AccessContext, engine: Engine, request: TryRequest): Promise<TryResult> {
  const { document, record, input = {}, assumed = {} } = request;
  const { catalog } = ctx;
  const named = document.trigger.settings['object'];
  const about = typeof named === 'string' && catalog.has(named) ? named : null;
  if (about !== null && record === undefined && needsRecord(document))
    throw new StrataError('trial_needs_record', { object: about });
  const object = record === undefined ? null : about;
  if (object !== null && !(await visibleIds(ctx, object, [record!], 'any')).has(record!))
    throw new StrataError('record_not_found');
  const results = toldNames(document, input);
  return undone(engine.database, async (tx) => {
    const mine: AccessContext = { ...ctx, db: tx, trial: true };
    const past = object === null ? null : await changeOf(mine, object, record!, document, request.change);
    if (past !== null && object !== null) await returnToPast(mine, catalog.object(object), [past]);
    const now = past !== null && request.change !== undefined ? new Date(past.change.at) : ctx.now;
    const triggered = past === null || object === null ? true : await wouldTrigger(mine, object, document, past, now);
    const trial = new Trial(engine, tx, catalog, document, {
      assumed,
      trace: true,
      apart: false,
      contextFor: (_, asRole) => Promise.resolve(actingContext(mine, document, asRole)),
    });
    const [outcome] = await trial.run([
      {
        trigger: document.trigger.type,
        object,
        record: object === null ? null : record!,
        change: request.change ?? null,
        actor: ctx.actor.userId,
        roles: ctx.actor.roles,
        old: keptState(past?.before ?? null) as RunRow['old'],
        now,
        results,
      },
    ]);
    return { ...outcome!, writes: shownWrites(ctx, outcome!.writes), triggered };
  });
}

/** The change it is tried for: the one asked for, or the record's last one of the kind that triggers. */
async function changeOf(
  ctx: AccessContext,
  object: string,
  record: string,
  document: WorkflowDocument,
  wanted: string | undefined,
): Promise<PastRecord | null> {
  const on = triggerKind(document.trigger.type)?.on;
  const { rows } = await ctx.db.query<{ id: string }>(
    `select id from core.change_log where record_id = $1 and object = $2
       and ($3::uuid is null or id = $3) and ($4::text is null or action = $4)
     order by version desc limit 1`,
    [record, object, wanted ?? null, wanted === undefined ? (on ?? null) : null],
  );
  if (rows[0] === undefined) {
    if (wanted !== undefined) throw new StrataError('record_not_found');
    return null;
  }
  const changes = await readPastChanges(ctx.db, [rows[0].id]);
  const [found] = await pastRecords(ctx, ctx.catalog.object(object), changes);
  if (found === undefined) return null;
  // Without a change of its own the record is tried as it is now.
  return wanted === undefined ? { ...found, after: found.present } : found;
}

async function wouldTrigger(
  ctx: AccessContext,
  object: string,
  document: WorkflowDocument,
  past: PastRecord,
  now: Date,
): Promise<boolean> {
  const trigger = readTrigger(ctx.catalog, { ...document, active: true });
  if (trigger === null) return true;
  const system = { ...systemContext(ctx.db, ctx.catalog), now };
  return (await matchTriggers(system, ctx.catalog.object(object), [trigger], [past])).length > 0;
}

function actingContext(ctx: AccessContext, { run_as: role }: WorkflowDocument, asRole: boolean): AccessContext {
  if (!asRole || role === undefined) return ctx;
  return { ...ctx, actor: { ...ctx.actor, roles: [role] }, access: compileAccess(ctx.catalog, [role]) };
}

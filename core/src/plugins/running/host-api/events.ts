import { StrataError, type JsonObject } from '@stratacrm/sdk';
import { isTransaction } from '../../../records/store/atomically.ts';
import { getRecord } from '../../../records/get-record.ts';
import { insertRuns, type NewRun } from '../../../workflow/start/insert-runs.ts';
import { WORKFLOW_LIMITS } from '../../../workflow/limits.ts';
import { objectOf, isObject, requireEffects, textOf, type HostCall, type HostMethod } from './host-call.ts';

/** Name of the kind of trigger that waits for what plugins tell. */
export const PLUGIN_TRIGGER = 'plugin_event';

/** What happens in a plugin begins workflows. */
export const eventMethods: Readonly<Record<string, HostMethod>> = {
  async 'events.emit'(call) {
    requireEffects(call);
    call.call.spend('jobs');
    const name = textOf(call, 'trigger', 100);
    const declared = call.plugin.manifest.triggers?.find((trigger) => trigger.name === name);
    if (declared === undefined)
      throw new StrataError('unknown_plugin_part', { plugin: call.plugin.manifest.label, kind: 'trigger', name });
    const { record, results } = objectOf(call, 'event');
    const runs = await runsOf(call, name, declared.object ?? null, record, isObject(results) ? results : {});
    const begin = async (db: Parameters<typeof insertRuns>[0]): Promise<void> =>
      void (await insertRuns(db, call.runtime.definitions, runs, new Date()));
    const { db } = call.ctx;
    if (isTransaction(db)) await begin(db);
    else await call.runtime.database.transaction(begin);
    return null;
  },
};

async function runsOf(
  call: HostCall,
  event: string,
  object: string | null,
  record: unknown,
  results: JsonObject,
): Promise<NewRun[]> {
  // A record is named only by who may see it.
  if (object !== null && typeof record === 'string') await getRecord(call.ctx, object, record, { fields: ['id'] });
  const waiting = [...call.ctx.catalog.workflows.values()].filter(
    ({ active, archived, trigger }) =>
      active &&
      archived !== true &&
      trigger.type === PLUGIN_TRIGGER &&
      trigger.settings['event'] === `${call.plugin.id}/${event}`,
  );
  if (call.depth + 1 >= WORKFLOW_LIMITS.depth) return [];
  return waiting.map((workflow) => ({
    workflow,
    trigger: PLUGIN_TRIGGER,
    object,
    record: object !== null && typeof record === 'string' ? record : null,
    change: null,
    actor: call.ctx.actor.userId,
    roles: null,
    depth: call.depth + 1,
    old: null,
    results,
  }));
}

import { StrataError, handlerKey, processesOf, type JsonObject, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { actFor } from '../../access/act-for.ts';
import type { JobHandlers } from '../../kernel/jobs.ts';
import { loadUnguarded } from '../../records/pipeline/load-current.ts';
import { visibleIds } from '../../records/query/visible-ids.ts';
import {
  changedRecords,
  laterChanges,
  readChanges,
  type ChangedRecord,
  type LoggedChange,
} from '../../workflow/start/changes.ts';
import { systemContext } from '../../workflow/system-context.ts';
import { callPlugin } from './call-plugin.ts';
import { eventFor } from './hook-event.ts';
import { hookRecord, readableFields } from './hook-record.ts';
import type { PluginHook } from './installed-plugins.ts';
import { narrowAccess } from './narrow-access.ts';
import { PLUGIN_RUN_JOB, enqueuePluginRun, type PluginRunJob } from './plugin-jobs.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import type { RunningPlugin } from './running-plugin.ts';

interface RunRow {
  id: string;
  plugin: string;
  kind: 'after_hook' | 'job' | 'migration';
  handler: string;
  status: string;
  depth: number;
  attempt: number;
  actor: string | null;
  object: string | null;
  payload: JsonObject;
}

/** What plugins do in the background. */
export function pluginJobs(runtime: PluginRuntime): JobHandlers {
  return {
    [PLUGIN_RUN_JOB]: (payload) => carryOut(runtime, payload as unknown as PluginRunJob),
  };
}

async function carryOut(runtime: PluginRuntime, { run: id, tries }: PluginRunJob): Promise<void> {
  const { rows } = await runtime.database.query<RunRow>(
    `update core.plugin_run set status = 'running', attempt = attempt + 1, started_at = now()
     where id = $1 and status in ('waiting', 'running') returning *`,
    [id],
  );
  const [run] = rows;
  // Done by the try before this one, whose end was not noted on the job list.
  if (run === undefined) return;
  const began = performance.now();
  try {
    await perform(runtime, run);
    await settle(runtime, run.id, 'done', null, performance.now() - began);
  } catch (error) {
    const told = error instanceof StrataError ? error : new StrataError('internal');
    if (told !== error) runtime.log.error('A call of a plugin broke', { plugin: run.plugin, run: id, error });
    const final = run.attempt >= tries || FINAL.has(told.code);
    const kept = { code: told.code, params: told.params };
    await settle(runtime, run.id, final ? 'failed' : 'waiting', kept, performance.now() - began);
    // A plugin's failure is its own: it is told on its page, and the job list does not hear of it.
    if (!final) await enqueuePluginRun(runtime.database, { run: id, tries }, later(run.attempt));
  }
}

/** Trying again helps nothing until somebody has done something about it; then it is tried by hand. */
const FINAL: ReadonlySet<string> = new Set([
  'plugin_switched_off',
  'run_actor_gone',
  'plugin_refused',
  'unknown_plugin_part',
]);

async function settle(
  { database }: PluginRuntime,
  id: string,
  status: string,
  error: unknown,
  wall: number,
): Promise<void> {
  await database.query(
    `update core.plugin_run set status = $2, error = $3::jsonb, wall_ms = $4,
       ended_at = case when $2 = 'waiting' then null else now() end
     where id = $1`,
    [id, status, error === null ? null : JSON.stringify(error), wall],
    'plugin_run_settle',
  );
}

/** 5 s, 20 s, 80 s … an hour at most. */
function later(attempt: number): Date {
  return new Date(Date.now() + Math.min(5_000 * 4 ** (attempt - 1), 3_600_000));
}

async function perform(runtime: PluginRuntime, run: RunRow): Promise<void> {
  const plugin = runtime.plugins.current.byId.get(run.plugin);
  if (plugin === undefined) throw new StrataError('plugin_switched_off', { plugin: run.plugin });
  const ctx = await contextOf(runtime, plugin, run);
  const call = { run: run.id, depth: run.depth };
  if (run.kind !== 'after_hook') {
    const handler = handlerKey(run.kind, run.handler);
    const input = { payload: run.payload['payload'] ?? null, attempt: run.attempt };
    await callPlugin(runtime, plugin, ctx, { ...call, kind: run.kind, handler, input });
    return;
  }
  const hook = plugin.manifest.hooks?.find(({ name, when }) => name === run.handler && when === 'after');
  if (hook === undefined || run.object === null)
    throw new StrataError('unknown_plugin_part', { plugin: plugin.manifest.label, kind: 'hook', name: run.handler });
  for (const input of await inputsOf(ctx, { plugin, hook }, run.object, run.payload)) {
    const records = input['records'] as unknown[];
    const handler = handlerKey('hook', hook.name);
    const mark = `${run.id} ${String(input['event'])}`;
    await callPlugin(runtime, plugin, ctx, {
      ...call,
      kind: 'after_hook',
      handler,
      input,
      mark,
      records: records.length,
    });
  }
}

/** With the rights he has now who made the change; without anybody the plugin acts by itself, within its grants. */
export async function contextOf(
  runtime: Pick<PluginRuntime, 'database' | 'model'>,
  plugin: RunningPlugin,
  run: Pick<RunRow, 'id' | 'actor'>,
): Promise<AccessContext> {
  const catalog = await runtime.model.refresh();
  const { locale } = catalog.model.workspace;
  const cause = { kind: 'plugin', id: run.id } as const;
  const ctx = await actFor(runtime.database, catalog, { userId: run.actor, roles: null, locale }, cause);
  if (ctx === null) throw new StrataError('run_actor_gone');
  return run.actor === null ? actingByItself(ctx, plugin) : ctx;
}

/** No person causes the call: then the plugin's grants alone say what it may. */
export function actingByItself(ctx: AccessContext, plugin: RunningPlugin): AccessContext {
  const name = plugin.manifest.label[ctx.locale];
  return {
    ...ctx,
    now: ctx.now,
    actor: { ...ctx.actor, kind: 'plugin', name, timeZone: ctx.catalog.model.workspace.time_zone },
  };
}

/** The changes as they were, of records that whoever the call is made for may still see. */
async function inputsOf(
  ctx: AccessContext,
  hook: PluginHook,
  objectName: string,
  payload: JsonObject,
): Promise<JsonObject[]> {
  const ids = Array.isArray(payload['changes']) ? payload['changes'].map(String) : [];
  const changes = (await readChanges(ctx.db, ids)).filter((change) => change.object === objectName);
  const seen = await seenRecords(ctx, hook, objectName, changes);
  const names = readableFields(ctx, hook, objectName);
  const processes = processesOf(ctx.catalog.object(objectName));
  const told = seen.flatMap(({ change, before, after }) => {
    if (change.action === 'restore') return [];
    const state = { action: change.action, id: change.record_id, before, after };
    const event = eventFor(hook.hook, state, processes);
    return event === null ? [] : [{ event, record: hookRecord(stateOf(state), names) }];
  });
  return [...Map.groupBy(told, ({ event }) => event)].map(([event, group]) => {
    return { event, object: objectName, records: group.map(({ record }) => record) as unknown as JsonValue };
  });
}

/** What was deleted has no after; what is left of it is what it was before. */
function stateOf<State extends { action: string; before: JsonObject | null; after: JsonObject }>(state: State): State {
  return state.action === 'delete' ? { ...state, before: { ...state.after, ...state.before } } : state;
}

async function seenRecords(
  ctx: AccessContext,
  { plugin }: PluginHook,
  objectName: string,
  changes: readonly LoggedChange[],
): Promise<ChangedRecord[]> {
  const object = ctx.catalog.object(objectName);
  const system = systemContext(ctx.db, ctx.catalog);
  const ids = [...new Set(changes.map((change) => change.record_id))];
  const living = await loadUnguarded(system, object, 'living', ids);
  const deleted = living.length === ids.length ? [] : await loadUnguarded(system, object, 'deleted', ids);
  const present = new Map([...living, ...deleted].map((state) => [String(state['id']), state]));
  const visible = await visibleIds({ ...ctx, now: ctx.now, access: narrowAccess(ctx, plugin) }, objectName, ids);
  const gone = new Set(deleted.map((state) => String(state['id'])));
  const records = changedRecords(changes, await laterChanges(ctx.db, object, changes), present);
  // Who deleted a record saw it; of other deleted records nothing is told.
  return records.filter(
    ({ change }) => visible.has(change.record_id) || (gone.has(change.record_id) && change.action === 'delete'),
  );
}

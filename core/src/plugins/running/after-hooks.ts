import type { ErrorParameters, JsonObject } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { Queryable } from '../../kernel/database.ts';
import type { OutboxConsumer } from '../../kernel/outbox.ts';
import { readChanges, type LoggedChange } from '../../workflow/start/changes.ts';
import type { PluginHook } from './installed-plugins.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { insertPluginRun } from './plugin-jobs.ts';

/** A change by a plugin may call plugins, whose changes may call plugins; no further. */
export const DEEPEST = 3;

/** Records that are handed over in one call. */
const TOGETHER = 200;

/**
 * Puts the calls that committed changes lead to on the job list, in the transaction that takes the changes out of the
 * outbox: each change leads to each call exactly once.
 */
export function callAfterChanges(runtime: Pick<PluginRuntime, 'plugins'>): OutboxConsumer {
  return async (tx, entries) => {
    const { after } = runtime.plugins.current;
    if (after.size === 0) return;
    const concerned = entries.filter(({ object, action }) => after.has(`${object} ${action}`));
    if (concerned.length === 0) return;
    const changes = await readChanges(
      tx,
      concerned.map((entry) => entry.change_id),
    );
    const depths = await depthsOf(tx, changes);
    for (const [key, group] of Map.groupBy(changes, (change) => `${change.object} ${change.action}`)) {
      for (const hook of after.get(key) ?? [])
        await callFor(
          tx,
          hook,
          group.filter((each) => concerns(hook, each)),
          depths,
        );
    }
  };
}

/** What the change log alone says; the stage it moved to is looked at when the call is made. */
function concerns({ hook }: PluginHook, { action, changes }: LoggedChange): boolean {
  if (action !== 'update' || hook.fields === undefined || hook.on.includes('transition')) return true;
  return hook.fields.some((name) => Object.hasOwn(changes, name));
}

async function callFor(
  tx: Queryable,
  hook: PluginHook,
  changes: readonly LoggedChange[],
  depths: ReadonlyMap<string, number>,
): Promise<void> {
  const alike = Map.groupBy(changes, (change) => `${change.actor ?? ''} ${depthOf(change, depths)}`);
  for (const group of alike.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const depth = depthOf(first, depths);
    if (depth > DEEPEST) {
      await noteTooDeep(tx, hook, first, depth);
      continue;
    }
    for (let at = 0; at < group.length; at += TOGETHER) {
      const payload: JsonObject = { changes: group.slice(at, at + TOGETHER).map(({ id }) => id) };
      await insertPluginRun(tx, {
        plugin: hook.plugin,
        kind: 'after_hook',
        handler: hook.hook.name,
        payload,
        actor: first.actor,
        object: first.object,
        depth,
      });
    }
  }
}

export function depthOf({ cause, cause_id: id }: LoggedChange, depths: ReadonlyMap<string, number>): number {
  return cause === 'plugin' ? (depths.get(id ?? '') ?? 0) + 1 : 0;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Calls in a row that led to changes, by the run that made them. */
export async function depthsOf(tx: Queryable, changes: readonly LoggedChange[]): Promise<Map<string, number>> {
  const runs = changes.flatMap(({ cause, cause_id: id }) =>
    cause === 'plugin' && id !== null && UUID.test(id) ? [id] : [],
  );
  if (runs.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; depth: number }>(
    `select id, depth from core.plugin_run where id = any($1::uuid[])
     union all select id, depth from core.connector_run where id = any($1::uuid[])`,
    [[...new Set(runs)]],
    'plugin_depths',
  );
  return new Map(rows.map(({ id, depth }) => [id, depth]));
}

/** Nothing is left out unseen: a call that is not made is a run that has failed. */
async function noteTooDeep(
  tx: Queryable,
  { plugin, hook }: PluginHook,
  change: LoggedChange,
  depth: number,
): Promise<void> {
  const params: ErrorParameters = { plugin: plugin.manifest.label, depth };
  await tx.query(
    `insert into core.plugin_run (id, plugin, version, kind, handler, status, depth, actor, object, error, ended_at)
     values ($1, $2, $3, 'after_hook', $4, 'failed', $5, $6, $7, $8::jsonb, now())`,
    [
      v7(),
      plugin.id,
      plugin.version,
      hook.name,
      depth,
      change.actor,
      change.object,
      JSON.stringify({ code: 'plugin_too_deep', params }),
    ],
  );
}

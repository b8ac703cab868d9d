import { StrataError, handlerKey, type CallKind, type HandlerWord, type JsonValue } from '@stratacrm/sdk';
import { v7 } from 'uuid';
import type { AccessContext } from '../../access/access-profile.ts';
import { callPlugin } from './call-plugin.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import type { RunningPlugin } from './running-plugin.ts';

/** Calls one of a plugin's functions for whoever asks. Throws `unknown_plugin`, `unknown_plugin_part`, `forbidden`. */
export async function callFunction(
  runtime: PluginRuntime,
  ctx: AccessContext,
  id: string,
  name: string,
  input: JsonValue,
): Promise<JsonValue> {
  const plugin = runtime.plugins.require(id);
  const declared = plugin.manifest.functions?.find((each) => each.name === name);
  if (declared === undefined) throw unknownPart(plugin, 'function', name);
  const { roles = [] } = declared;
  const may = roles === '*' || ctx.access.right('configure') || ctx.actor.roles.some((role) => roles.includes(role));
  if (!may) throw new StrataError('forbidden', { verb: { en: 'call', zh: '调用' }, object: declared.label });
  return inForeground(runtime, plugin, ctx, { kind: 'function', word: 'function', name, input });
}

interface ForegroundCall {
  kind: Extract<CallKind, 'function' | 'action' | 'endpoint' | 'step' | 'enricher'>;
  word: HandlerWord;
  name: string;
  input: JsonValue;
  object?: string;
  /** How many records it is about. */
  records?: number;
  /** What makes it the same call when it is tried again; absent: it is made once. */
  mark?: string;
  depth?: number;
}

/** A call somebody waits for; its row lets what it changes be found, and keeps its failure. */
export async function inForeground(
  runtime: PluginRuntime,
  plugin: RunningPlugin,
  ctx: AccessContext,
  { kind, word, name, input, object, records = 1, mark, depth = 0 }: ForegroundCall,
): Promise<JsonValue> {
  const run = v7();
  await runtime.database.query(
    `insert into core.plugin_run (id, plugin, version, kind, handler, status, attempt, depth, actor, object)
     values ($1, $2, $3, $4, $5, 'running', 1, $6, $7, $8)`,
    [run, plugin.id, plugin.version, kind, name, depth, ctx.actor.userId, object ?? null],
    'plugin_foreground',
  );
  const began = performance.now();
  let error: unknown = null;
  try {
    return await callPlugin(runtime, plugin, ctx, {
      kind,
      handler: handlerKey(word, name),
      input,
      records,
      run,
      depth,
      ...(mark !== undefined && { mark }),
    });
  } catch (failure) {
    const told = failure instanceof StrataError ? failure : new StrataError('internal');
    error = { code: told.code, params: told.params };
    throw failure;
  } finally {
    await runtime.database.query(
      `update core.plugin_run set status = $2, error = $3::jsonb, wall_ms = $4, ended_at = now() where id = $1`,
      [
        run,
        error === null ? 'done' : 'failed',
        error === null ? null : JSON.stringify(error),
        performance.now() - began,
      ],
      'plugin_foreground_end',
    );
  }
}

export function unknownPart(plugin: RunningPlugin, kind: string, name: string): StrataError {
  return new StrataError('unknown_plugin_part', { plugin: plugin.manifest.label, kind, name });
}

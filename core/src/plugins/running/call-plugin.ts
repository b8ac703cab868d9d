import { createHash } from 'node:crypto';
import { StrataError, type CallKind, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { PluginCallError } from '../sandbox/call-error.ts';
import type { SandboxResult } from '../sandbox/sandbox.ts';
import { isOwnFailure } from './breaker.ts';
import { grantFacts } from './grants.ts';
import { hostMethod } from './host-api/index.ts';
import { narrowAccess } from './narrow-access.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { limitsFor, type RunningPlugin } from './running-plugin.ts';

/** One call of a plugin's code. */
export interface PluginCall {
  kind: CallKind;
  /** Its key in the bundle. */
  handler: string;
  input: JsonValue;
  /** How many records it is about; each gives it a little more time. */
  records?: number;
  /** The row that keeps it, where there is one: what it changes is found by it. */
  run?: string;
  /** Calls in a row that led here. */
  depth?: number;
}

/**
 * Calls a plugin for whoever the context says, with his rights less what the plugin was not granted. Throws a StrataError
 * that names what went wrong.
 */
export async function callPlugin(
  runtime: PluginRuntime,
  plugin: RunningPlugin,
  ctx: AccessContext,
  call: PluginCall,
): Promise<JsonValue> {
  const began = performance.now();
  const done = (failed: boolean, cpu: number): void =>
    noteUse(runtime, plugin, call.handler, { failed, cpu, wall: performance.now() - began });
  try {
    const { output, cpu } = await enter(runtime, plugin, ctx, call);
    done(false, cpu);
    runtime.breaker.note(plugin.id, false);
    return output;
  } catch (error) {
    const own = error instanceof StrataError && isOwnFailure(error.code);
    done(own, error instanceof PluginCallError ? error.cpu : 0);
    if (error instanceof StrataError) noteFailure(runtime, plugin, call, error, own);
    throw error;
  }
}

function enter(
  runtime: PluginRuntime,
  plugin: RunningPlugin,
  ctx: AccessContext,
  { kind, handler, input, records = 1, run, depth = 0 }: PluginCall,
): Promise<SandboxResult> {
  const now = ctx.now;
  const narrowed: AccessContext = {
    ...ctx,
    now,
    access: narrowAccess(ctx, plugin),
    cause: { kind: 'plugin', id: run ?? plugin.id },
    committed: ctx.committed ?? runtime.committed,
  };
  const { userId: id, name, email, timeZone, roles } = ctx.actor;
  return runtime.sandbox.call({
    plugin: plugin.sandboxed,
    kind,
    handler,
    facts: {
      now: now.getTime(),
      seed: seedOf(run ?? ctx.requestId, handler),
      user: { id, name, email, locale: ctx.locale, time_zone: timeZone, roles: [...roles] },
      grants: grantFacts(plugin.granted),
    },
    input,
    limits: limitsFor(plugin, kind, records),
    answer(method, given, running) {
      if (running.signal.aborted) throw new StrataError('plugin_call_over', { plugin: plugin.manifest.label, handler });
      // The moment of the call is its own for determinism; what it writes is written now.
      const asked = { ...narrowed, now: new Date() };
      return hostMethod(method)({ runtime, plugin, kind, ctx: asked, method, given, call: running, depth });
    },
    log: (line) => runtime.notes.say(plugin.id, handler, run ?? null, line),
  });
}

/** The same call draws the same numbers whenever it is made again. */
function seedOf(of: string, handler: string): number {
  return createHash('sha256').update(`${of} ${handler}`).digest().readUInt32LE(0);
}

function noteUse(
  runtime: PluginRuntime,
  plugin: RunningPlugin,
  handler: string,
  cost: { failed: boolean; cpu: number; wall: number },
): void {
  runtime.notes.use(plugin.id, handler, cost);
}

function noteFailure(
  runtime: PluginRuntime,
  plugin: RunningPlugin,
  { handler, run }: PluginCall,
  error: StrataError,
  own: boolean,
): void {
  if (error.code === 'plugin_refused') return;
  const trace = error instanceof PluginCallError ? error.trace : '';
  const facts = { code: error.code, ...(trace !== '' && { stack: trace }) };
  runtime.notes.say(plugin.id, handler, run ?? null, { level: 'error', message: error.message, facts });
  if (runtime.breaker.note(plugin.id, own)) void switchOff(runtime, plugin, error);
}

async function switchOff(runtime: PluginRuntime, plugin: RunningPlugin, error: StrataError): Promise<void> {
  try {
    await runtime.switchOff(plugin.id, { code: error.code, params: error.params });
  } catch (failure) {
    runtime.log.error('A plugin that keeps failing could not be switched off', { plugin: plugin.id, error: failure });
  }
}

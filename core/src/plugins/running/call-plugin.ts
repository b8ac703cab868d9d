import { crc32 } from 'node:zlib';
import { dateAt, StrataError, type CallKind, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import type { Transaction } from '../../kernel/database.ts';
import { PluginCallError } from '../sandbox/call-error.ts';
import type { SandboxResult } from '../sandbox/sandbox.ts';
import { isOwnFailure } from './breaker.ts';
import { grantFacts } from './grants.ts';
import { hostMethod } from './host-api/index.ts';
import { InTransaction } from './in-transaction.ts';
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
  /** What makes it the same call when it is made again; absent: its row, or else its request and its input. */
  mark?: string;
  /** Calls in a row that led here. */
  depth?: number;
  /** All that it asks for is done in this transaction. */
  within?: Transaction;
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
  const within = call.within && new InTransaction(call.within);
  const done = (failed: boolean, cpu: number): void =>
    noteUse(runtime, plugin, call.handler, { failed, cpu, wall: performance.now() - began });
  try {
    const { output, cpu } = await enter(runtime, plugin, ctx, call, within);
    done(false, cpu);
    runtime.breaker.note(plugin.id, false);
    return output;
  } catch (error) {
    const own = error instanceof StrataError && isOwnFailure(error.code);
    done(own, error instanceof PluginCallError ? error.cpu : 0);
    if (error instanceof StrataError) noteFailure(runtime, plugin, call, error, own);
    throw error;
  } finally {
    await within?.end();
  }
}

function enter(
  runtime: PluginRuntime,
  plugin: RunningPlugin,
  ctx: AccessContext,
  { kind, handler, input, records = 1, run, mark, depth = 0 }: PluginCall,
  within: InTransaction | undefined,
): Promise<SandboxResult> {
  const now = ctx.now;
  const { userId: id, name, email, timeZone, roles } = ctx.actor;
  return runtime.sandbox.call({
    plugin: plugin.sandboxed,
    kind,
    handler,
    facts: {
      now: now.getTime(),
      today: todayIn(ctx, timeZone),
      seed: seedOf(mark ?? run ?? `${ctx.requestId} ${JSON.stringify(input)}`, handler),
      user: { id, name, email, locale: ctx.locale, time_zone: timeZone, roles: [...roles] },
      grants: grantFacts(plugin.granted),
    },
    input,
    limits: limitsFor(plugin, kind, records),
    answer(method, given, running) {
      if (running.signal.aborted) throw new StrataError('plugin_call_over', { plugin: plugin.manifest.label, handler });
      // The moment of the call is its own for determinism; what it writes is written now.
      const asked: AccessContext = {
        ...ctx,
        now: new Date(),
        access: narrowAccess(ctx, plugin),
        cause: { kind: 'plugin', id: run ?? plugin.id },
        committed: ctx.committed ?? runtime.committed,
      };
      const answered = (): Promise<JsonValue> =>
        hostMethod(method)({ runtime, plugin, kind, ctx: asked, method, given, call: running, depth });
      return within === undefined ? answered() : within.do(answered);
    },
    log: (line) => runtime.notes.say(plugin.id, handler, run ?? null, line),
  });
}

/** The same call draws the same numbers whenever it is made again, and no other does: work of the system has no request of its own. */
function seedOf(of: string, handler: string): number {
  return crc32(`${of} ${handler}`);
}

/** Found out once a minute, for days begin with one: asking the calendar is a quarter of what a call costs the server. */
function todayIn({ now, catalog }: AccessContext, timeZone: string): string {
  const memory = `today ${timeZone}`;
  const minute = Math.floor(now.getTime() / 60_000);
  const known = catalog.derived.get(memory) as { minute: number; date: string } | undefined;
  if (known?.minute === minute) return known.date;
  const date = dateAt(now.getTime(), timeZone) ?? now.toISOString().slice(0, 10);
  catalog.derived.set(memory, { minute, date });
  return date;
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
  const trace = error instanceof PluginCallError ? ownFrames(error.trace) : '';
  const facts = { code: error.code, ...(trace !== '' && { stack: trace }) };
  runtime.notes.say(plugin.id, handler, run ?? null, { level: 'error', message: error.message, facts });
  if (runtime.breaker.note(plugin.id, own)) void switchOff(runtime, plugin, error);
}

/** Where it happened in the plugin's code; how that was called is nothing its author can look at. */
function ownFrames(trace: string): string {
  const lines = trace.split('\n').filter((line) => !line.includes('<isolated-vm>') && !line.includes('(<anonymous>)'));
  return lines.join('\n');
}

async function switchOff(runtime: PluginRuntime, plugin: RunningPlugin, error: StrataError): Promise<void> {
  try {
    await runtime.switchOff(plugin.id, { code: error.code, params: error.params });
  } catch (failure) {
    runtime.log.error('A plugin that keeps failing could not be switched off', { plugin: plugin.id, error: failure });
  }
}

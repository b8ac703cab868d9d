import {
  MINUTE_LIMITS,
  SCREEN_LIMITS,
  StrataError,
  type JsonObject,
  type JsonValue,
  type Label,
  type ServerMethod,
} from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { callFunction } from '../running/foreground.ts';
import { textOf, type HostCall } from '../running/host-api/host-call.ts';
import { hostMethod } from '../running/host-api/index.ts';
import { narrowAccess } from '../running/narrow-access.ts';
import type { PluginRuntime } from '../running/plugin-runtime.ts';
import { lower, type RunningPlugin } from '../running/running-plugin.ts';
import type { RunningCall } from '../sandbox/sandbox.ts';
import type { FoundScreen } from './find-screen.ts';

/** What one person's screens of one plugin may ask in a minute. */
const MINUTE = { ...MINUTE_LIMITS, host_calls: 600, rows: 60_000 };

/** Records one question may touch. */
const MOST_ROWS = 5_000;

/**
 * Answers what a screen asks, with the rights of the person who looks at it less what the plugin was not granted: the same
 * doors that its code in the sandbox goes through. Whatever stands around the frame is not trusted with this.
 */
export async function answerScreen(
  runtime: PluginRuntime,
  ctx: AccessContext,
  { screen, plugin }: FoundScreen,
  method: ServerMethod,
  given: JsonObject,
): Promise<JsonValue> {
  const who = screenUser(ctx, plugin);
  const handler = `screen/${screen.name}`;
  const began = performance.now();
  let failed = true;
  try {
    runtime.screenQuota.take(who, 'host_calls');
    const running = countedCall(handler, who.label, (rows) => runtime.screenQuota.take(who, 'rows', rows));
    const narrowed: AccessContext = {
      ...ctx,
      now: ctx.now,
      access: narrowAccess(ctx, plugin),
      cause: { kind: 'plugin', id: plugin.id },
      committed: ctx.committed ?? runtime.committed,
    };
    const call: HostCall = { runtime, plugin, kind: 'function', ctx: narrowed, method, given, call: running, depth: 0 };
    // Its functions are called as the person: they are narrowed where they ask for something.
    const answer = await (method === 'call'
      ? callFunction(runtime, ctx, plugin.id, textOf(call, 'name', 100), given['input'] ?? null)
      : hostMethod(method)(call));
    refuseLarge(answer, { plugin: who.label, handler: method });
    failed = false;
    return answer;
  } catch (error) {
    if (error instanceof StrataError) noteRefusal(runtime, plugin.id, handler, method, error);
    throw error;
  } finally {
    runtime.notes.use(plugin.id, handler, { failed, cpu: 0, wall: performance.now() - began });
  }
}

/** Whose minute it is: that of one person's screens of one plugin. */
export function screenUser({ actor }: AccessContext, { id, manifest }: RunningPlugin) {
  const minute = lower(MINUTE, manifest.limits?.minute ?? {});
  return { id: `${id} ${actor.userId}`, label: manifest.label, minute };
}

/** What a question may use: only records are counted, for nothing else is offered that costs. */
function countedCall(handler: string, plugin: Label, take: (rows: number) => void): RunningCall {
  let rows = 0;
  return {
    signal: new AbortController().signal,
    countRows(more) {
      rows += more;
      if (rows > MOST_ROWS) throw new StrataError('plugin_too_many_rows', { plugin, handler, allowed: MOST_ROWS });
      take(more);
    },
    spend: () => {},
    hadEffect: () => {},
  };
}

function refuseLarge(answer: JsonValue, of: { plugin: Label; handler: string }): void {
  const used = JSON.stringify(answer).length;
  if (used > SCREEN_LIMITS.message_bytes)
    throw new StrataError('plugin_value_too_large', { ...of, used, allowed: SCREEN_LIMITS.message_bytes });
}

/** Its author reads on the plugin's page what his screen was refused. */
function noteRefusal(
  runtime: PluginRuntime,
  plugin: string,
  handler: string,
  method: string,
  error: StrataError,
): void {
  runtime.notes.say(plugin, handler, null, {
    level: 'warn',
    message: error.message,
    facts: { code: error.code, method },
  });
}

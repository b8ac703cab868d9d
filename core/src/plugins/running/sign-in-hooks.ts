import { StrataError, handlerKey, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { callPlugin } from './call-plugin.ts';
import { isObject } from './host-api/host-call.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { readLabel, readText } from './read-answer.ts';

/**
 * Asks the plugins that want to be told of sign-ins. Throws `plugin_refused` where one says no. One that breaks keeps nobody
 * out, and nobody keeps those out who can switch it off.
 */
export async function askSignInHooks(
  runtime: PluginRuntime,
  ctx: AccessContext,
  address: string | null,
): Promise<void> {
  const { userId: id, name, email, roles } = ctx.actor;
  const input = { event: 'sign_in', user: { id, name, email, roles: [...roles] }, address } as unknown as JsonValue;
  for (const { plugin, hook } of runtime.plugins.current.signIn) {
    const handler = handlerKey('hook', hook.name);
    const refusal = await callPlugin(runtime, plugin, ctx, { kind: 'sign_in', handler, input }).then(
      refusalIn,
      refused,
    );
    if (refusal !== null && !ctx.access.right('configure')) throw refusal;
  }
}

function refusalIn(answer: JsonValue): StrataError | null {
  if (!isObject(answer)) return null;
  const message = readLabel(answer['refuse']) ?? readText(answer['refuse'], 500);
  return message === null ? null : new StrataError('plugin_refused', { message });
}

function refused(error: unknown): StrataError | null {
  if (!(error instanceof StrataError)) throw error;
  return error.code === 'plugin_refused' ? error : null;
}

import { StrataError, type EndpointDeclaration, type JsonObject, type JsonValue } from '@stratacrm/sdk';
import type { AccessContext } from '../../access/access-profile.ts';
import { SYSTEM_ACCESS, SYSTEM_ACTOR } from '../../access/system-actor.ts';
import { inForeground } from './foreground.ts';
import { requireGranted } from './grants.ts';
import { isObject } from './host-api/host-call.ts';
import type { PluginRuntime } from './plugin-runtime.ts';
import { readText } from './read-answer.ts';
import { actingByItself } from './run-plugin-run.ts';
import type { RunningPlugin } from './running-plugin.ts';

/** A request to an endpoint of a plugin. */
export interface EndpointRequest {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: JsonValue;
}

export interface EndpointAnswer {
  status: number;
  headers: Record<string, string>;
  body: JsonValue;
}

/** What is shown as text or data; a plugin's answer never runs in the origin of the workspace. */
const MEDIA: ReadonlySet<string> = new Set(['application/json', 'text/plain', 'text/csv', 'text/calendar']);

/** Answers for a plugin: with the rights of whoever asks or, where it is open to everybody, of the plugin alone. */
export async function answerEndpoint(
  runtime: PluginRuntime,
  ctx: AccessContext & { signedIn: boolean },
  id: string,
  request: EndpointRequest,
): Promise<EndpointAnswer> {
  const plugin = runtime.plugins.require(id);
  const declared = endpointOf(plugin, request);
  requireGranted(plugin, 'endpoints');
  if (declared.for === 'people' && !ctx.signedIn) throw new StrataError('unauthenticated');
  const acting = declared.for === 'people' ? ctx : forNobody(ctx, plugin);
  const input = { ...request } as unknown as JsonObject;
  const answer = await inForeground(runtime, plugin, acting, {
    kind: 'endpoint',
    word: 'endpoint',
    name: declared.name,
    input,
  });
  return readAnswer(answer);
}

function endpointOf(plugin: RunningPlugin, { method, path }: EndpointRequest): EndpointDeclaration {
  const found = plugin.manifest.endpoints?.find((each) => each.method === method && each.path === path);
  if (found === undefined)
    throw new StrataError('unknown_plugin_part', {
      plugin: plugin.manifest.label,
      kind: 'endpoint',
      name: `${method} ${path}`.slice(0, 200),
    });
  return found;
}

function forNobody(ctx: AccessContext, plugin: RunningPlugin): AccessContext {
  return actingByItself({ ...ctx, now: ctx.now, actor: SYSTEM_ACTOR, access: SYSTEM_ACCESS }, plugin);
}

function readAnswer(answer: JsonValue): EndpointAnswer {
  if (!isObject(answer)) return { status: 200, headers: {}, body: answer };
  const { status, headers, body = null } = answer;
  const sound =
    typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 499 && status !== 304;
  const media = isObject(headers)
    ? (readText(headers['content-type'], 100)?.split(';')[0]?.trim().toLowerCase() ?? '')
    : '';
  const shown = MEDIA.has(media) && typeof body === 'string' ? media : 'application/json';
  const own = isObject(headers) ? Object.entries(headers).filter(isOwnHeader) : [];
  return {
    status: sound ? status : 200,
    headers: { ...(Object.fromEntries(own) as Record<string, string>), 'content-type': shown },
    body,
  };
}

function isOwnHeader([name, value]: [string, JsonValue]): boolean {
  return /^x-[a-z\d-]{1,60}$/i.test(name) && typeof value === 'string' && /^[\x20-\x7e]{0,1000}$/.test(value);
}

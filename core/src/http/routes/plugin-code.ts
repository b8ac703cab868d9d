import type { JsonObject, JsonValue } from '@stratacrm/sdk';
import { z } from 'zod';
import { enrichRecord } from '../../plugins/running/enrich-record.ts';
import { requireInstalled } from '../../plugins/life/installed-plugins.ts';
import { answerEndpoint } from '../../plugins/running/endpoints.ts';
import { callFunction } from '../../plugins/running/foreground.ts';
import { listPluginLines, listPluginRuns, listPluginUse, repeatPluginRun } from '../../plugins/running/list-runs.ts';
import { tryPart } from '../../plugins/running/try-part.ts';
import { checkLimit } from '../../records/query/limit.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import type { Answer, Method, Route, RouteRequest } from '../route.ts';
import { route } from '../route.ts';
import { enrichAnswer } from '../wire/enrich.ts';
import { partTrial, pluginLine, pluginRun, pluginUse, sandboxState } from '../wire/plugin-code.ts';
import { data, id as uuid, json, wholeNumber } from '../wire/values.ts';

const tag = 'Plugin code';
const door = 'plugin';
const pluginId = z.string().max(214);
const byId = z.strictObject({ id: pluginId });
const part = z.strictObject({ id: pluginId, name: z.string().max(100) });

/** Calling what plugins brought, and watching over what they do. */
export const pluginCodeRoutes: readonly Route[] = [
  route({
    id: 'callPluginFunction',
    method: 'POST',
    path: '/api/plugins/{id}/functions/{name}',
    tag,
    summary: 'Call a function of a plugin',
    door,
    params: part,
    body: z.strictObject({ input: json.optional() }),
    success: { status: 200, description: 'What it answers', schema: data(json) },
    async handle({ ctx, params, body }) {
      const input = (body.input ?? null) as JsonValue;
      return { body: { data: await callFunction(ctx.workspace.plugins, ctx, params.id, params.name, input) } };
    },
  }),
  route({
    id: 'enrichRecord',
    method: 'POST',
    path: '/api/records/{object}/{id}/enrich',
    tag,
    summary: 'Ask the sources that plugins bring which values they propose for a record; nothing is changed',
    door,
    params: z.strictObject({ object: z.string(), id: z.string() }),
    body: z.strictObject({
      enrichers: z.array(z.string().max(100)).max(50).optional().meta({ description: 'Names; absent: all.' }),
    }),
    success: { status: 200, description: 'Proposed values with their sources', schema: data(enrichAnswer) },
    async handle({ ctx, params, body }) {
      const wish = { object: requestedObject(ctx, params.object), id: requestedId(params.id), names: body.enrichers };
      return { body: { data: await enrichRecord(ctx.workspace.plugins, ctx, wish) } };
    },
  }),
  ...endpointRoutes(),
  route({
    id: 'listPluginRuns',
    method: 'GET',
    path: '/api/plugins/{id}/runs',
    tag,
    summary: 'Calls of a plugin, newest first',
    door: 'configuration',
    right: 'configure',
    params: byId,
    query: z.strictObject({
      status: z.enum(['waiting', 'running', 'done', 'failed']).optional(),
      before: uuid.optional(),
      limit: wholeNumber.optional(),
    }),
    success: { status: 200, description: 'Calls', schema: data(z.array(pluginRun)) },
    async handle({ ctx, params, query }) {
      await requireInstalled(ctx.db, params.id);
      const wish = { ...query, plugin: params.id, limit: checkLimit(query.limit, 50) };
      return { body: { data: await listPluginRuns(ctx.db, ctx.locale, wish) } };
    },
  }),
  route({
    id: 'repeatPluginRun',
    method: 'POST',
    path: '/api/plugins/{id}/runs/{run}/repeat',
    tag,
    summary: 'Make a failed call in the background again',
    door: 'configuration',
    right: 'configure',
    params: z.strictObject({ id: pluginId, run: uuid }),
    success: { status: 204, description: 'It is on the list' },
    async handle({ ctx, params }) {
      await repeatPluginRun(ctx.workspace.database, params.id, params.run);
      return { status: 204 };
    },
  }),
  route({
    id: 'listPluginLines',
    method: 'GET',
    path: '/api/plugins/{id}/log',
    tag,
    summary: 'What a plugin wrote into its log, newest first',
    door: 'configuration',
    right: 'configure',
    params: byId,
    query: z.strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
      run: uuid.optional(),
      before: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
      limit: wholeNumber.optional(),
    }),
    success: { status: 200, description: 'Lines', schema: data(z.array(pluginLine)) },
    async handle({ ctx, params, query }) {
      await requireInstalled(ctx.db, params.id);
      await ctx.workspace.plugins.notes.flush();
      const wish = { ...query, plugin: params.id, limit: checkLimit(query.limit, 100) };
      return { body: { data: await listPluginLines(ctx.db, wish) } };
    },
  }),
  route({
    id: 'listPluginUse',
    method: 'GET',
    path: '/api/plugins/{id}/use',
    tag,
    summary: 'What the handlers of a plugin used in the last seven days, by hour',
    door: 'configuration',
    right: 'configure',
    params: byId,
    success: { status: 200, description: 'Use', schema: data(z.array(pluginUse)) },
    async handle({ ctx, params }) {
      await requireInstalled(ctx.db, params.id);
      await ctx.workspace.plugins.notes.flush();
      return { body: { data: await listPluginUse(ctx.db, params.id) } };
    },
  }),
  route({
    id: 'tryPluginPart',
    method: 'POST',
    path: '/api/plugin-parts/{name}/try',
    tag,
    summary: 'What a check or a type of field that a plugin brought says of a value',
    door: 'configuration',
    right: 'configure',
    params: z.strictObject({ name: z.string().max(100) }),
    body: z.strictObject({ value: z.string().min(1).max(10_000), settings: z.record(z.string(), json).optional() }),
    success: { status: 200, description: 'Its verdict', schema: data(partTrial) },
    async handle({ ctx, params, body }) {
      const wish = { value: body.value, settings: (body.settings ?? {}) as JsonObject };
      return { body: { data: await tryPart(ctx.workspace.plugins, ctx, params.name, wish) } };
    },
  }),
  route({
    id: 'getSandboxState',
    method: 'GET',
    path: '/api/plugin-sandbox',
    tag,
    summary: 'Whether the code of plugins runs here, and behind which walls',
    door: 'configuration',
    right: 'configure',
    success: { status: 200, description: 'State', schema: data(sandboxState) },
    handle: ({ ctx }) => ({ body: { data: ctx.workspace.plugins.sandbox.state() } }),
  }),
];

/** Paths of up to two steps; who may ask is said by the plugin, for each. */
function endpointRoutes(): Route[] {
  const shapes = [
    { path: '{first}', params: z.strictObject({ id: pluginId, first: z.string().max(100) }), suffix: '' },
    {
      path: '{first}/{second}',
      params: z.strictObject({ id: pluginId, first: z.string().max(100), second: z.string().max(100) }),
      suffix: 'Below',
    },
  ];
  const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  return shapes.flatMap(({ path, params, suffix }) =>
    methods.map((method) =>
      route({
        id: `${method.toLowerCase()}PluginEndpoint${suffix}`,
        method,
        path: `/api/plugins/{id}/endpoints/${path}`,
        tag,
        summary: 'Ask an endpoint of a plugin',
        door,
        for: 'public',
        params,
        query: z.looseObject({}),
        body: json.optional(),
        success: { status: 200, description: 'What the plugin answers', schema: json },
        handle: (request) => answer(method, request),
      }),
    ),
  );
}

const SHOWN_HEADERS = ['accept', 'accept-language', 'user-agent', 'x-signature', 'x-hub-signature-256', 'x-request-id'];

async function answer(
  method: Method,
  { ctx, params, query, body, header }: RouteRequest<{ id: string; first: string; second?: string }, object, unknown>,
): Promise<Answer> {
  const { id, first, second } = params;
  const headers = SHOWN_HEADERS.flatMap((name) => {
    const value = header(name);
    return value === undefined ? [] : [[name, value.slice(0, 1_000)]];
  });
  const given = await answerEndpoint(ctx.workspace.plugins, ctx, id, {
    method,
    path: second === undefined ? first : `${first}/${second}`,
    query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)])),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: (body ?? null) as JsonValue,
  });
  // Whatever it is, it is shown as what it says it is, and nothing in it is run.
  const common = { ...given.headers, 'content-security-policy': "default-src 'none'; sandbox" };
  if (given.headers['content-type'] !== 'application/json' && typeof given.body === 'string')
    return { status: given.status, headers: common, stream: textOf(given.body) };
  const { 'content-type': _media, ...rest } = common as Record<string, string>;
  return { status: given.status, headers: rest, body: given.body };
}

async function* textOf(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

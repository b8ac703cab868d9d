import { z } from 'zod';
import { changeConnector } from '../../plugins/connectors/change-connector.ts';
import { listRuns } from '../../plugins/connectors/connector-runs.ts';
import { listConnectors, requireConnector, showConnector } from '../../plugins/connectors/list-connectors.ts';
import { rewindConnector, startConnector, stopConnector } from '../../plugins/connectors/start-connector.ts';
import { checkLimit } from '../../records/query/limit.ts';
import type { RequestContext } from '../request-context.ts';
import type { Route } from '../route.ts';
import { route } from '../route.ts';
import { connectorChange, connectorInfo, connectorRun } from '../wire/connectors.ts';
import { data, id as uuid, wholeNumber } from '../wire/values.ts';

const tag = 'Connectors';
const door = 'configuration';
const right = 'configure';
const pluginId = z.string().max(214);
const place = z.strictObject({ id: pluginId, name: z.string().max(100) });

interface Place {
  id: string;
  name: string;
}

/** Links of plugins to systems outside: how they are set up, what they did, and what they are to do now. */
export const connectorRoutes: readonly Route[] = [
  route({
    id: 'listConnectors',
    method: 'GET',
    path: '/api/plugins/{id}/connectors',
    tag,
    summary: 'The connectors of a plugin, how each is set up, and what it did last',
    door,
    right,
    params: z.strictObject({ id: pluginId }),
    success: { status: 200, description: 'Connectors', schema: data(z.array(connectorInfo)) },
    handle: async ({ ctx, params }) => ({
      body: { data: await listConnectors(ctx.workspace.plugins, ctx, params.id) },
    }),
  }),
  route({
    id: 'changeConnector',
    method: 'PATCH',
    path: '/api/plugins/{id}/connectors/{name}',
    tag,
    summary: 'Switch a connector on or off in each direction, change its times and which fields stand for which',
    door,
    right,
    params: place,
    body: connectorChange,
    success: { status: 200, description: 'The connector', schema: data(connectorInfo) },
    async handle({ ctx, params, body }) {
      await changeConnector(ctx.workspace.plugins, ctx, placeOf(params), body);
      return shown(ctx, params);
    },
  }),
  route({
    id: 'runConnector',
    method: 'POST',
    path: '/api/plugins/{id}/connectors/{name}/run',
    tag,
    summary: 'Read now what is new outside; or tell now what waits, or every record there is',
    door,
    right,
    params: place,
    body: z.strictObject({
      direction: z.enum(['pull', 'push']),
      all: z.boolean().optional().meta({ description: 'With push: every record there is, as if it had changed.' }),
    }),
    success: { status: 202, description: 'The connector, at work', schema: data(connectorInfo) },
    async handle({ ctx, params, body }) {
      await startConnector(ctx.workspace.plugins, ctx, placeOf(params), body);
      return { status: 202, ...(await shown(ctx, params)) };
    },
  }),
  route({
    id: 'rewindConnector',
    method: 'POST',
    path: '/api/plugins/{id}/connectors/{name}/rewind',
    tag,
    summary: 'Have the next run read from the beginning; records that are there are changed and not made twice',
    door,
    right,
    params: place,
    success: { status: 200, description: 'The connector', schema: data(connectorInfo) },
    async handle({ ctx, params }) {
      await rewindConnector(ctx.workspace.plugins, ctx, placeOf(params));
      return shown(ctx, params);
    },
  }),
  route({
    id: 'listConnectorRuns',
    method: 'GET',
    path: '/api/plugins/{id}/connectors/{name}/runs',
    tag,
    summary: 'What a connector did, newest first',
    door,
    right,
    params: place,
    query: z.strictObject({ before: uuid.optional(), limit: wholeNumber.optional() }),
    success: { status: 200, description: 'Runs', schema: data(z.array(connectorRun)) },
    async handle({ ctx, params, query }) {
      await requireConnector(ctx, params.id, params.name);
      const { before, limit } = query;
      const wish = { plugin: params.id, connector: params.name, before, limit: checkLimit(limit, 20) };
      return { body: { data: await listRuns(ctx.db, ctx.locale, wish) } };
    },
  }),
  route({
    id: 'stopConnectorRun',
    method: 'POST',
    path: '/api/plugins/{id}/connectors/{name}/runs/{run}/stop',
    tag,
    summary: 'Stop a run; what it has written stays',
    door,
    right,
    params: place.extend({ run: uuid }),
    success: { status: 200, description: 'The connector', schema: data(connectorInfo) },
    async handle({ ctx, params }) {
      await stopConnector(ctx, placeOf(params), params.run);
      return shown(ctx, params);
    },
  }),
];

function placeOf({ id, name }: Place): { plugin: string; name: string } {
  return { plugin: id, name };
}

async function shown(ctx: RequestContext, { id, name }: Place): Promise<{ body: unknown }> {
  const found = await requireConnector(ctx, id, name);
  return { body: { data: await showConnector(ctx.workspace.plugins, ctx, found) } };
}

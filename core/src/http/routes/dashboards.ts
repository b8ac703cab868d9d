import type { DashboardFilter, DashboardTile, StrataError, TileAnswer } from '@stratacrm/sdk';
import { z } from 'zod';
import type { ReadTile, TilesWanted } from '../../analytics/tile-desk.ts';
import { faultOf, requireFilters } from '../../analytics/unfinished-tile.ts';
import { listDashboards, requireDashboard, shownDashboard } from '../../analytics/visible-dashboards.ts';
import { problemOf } from '../problem.ts';
import type { RequestContext } from '../request-context.ts';
import { route, type Answer, type Route } from '../route.ts';
import { dashboard, dashboardAnswer, dashboardInfo, filterValues } from '../wire/dashboards.ts';
import { data, json } from '../wire/values.ts';

const tag = 'Dashboards';
const door = 'dashboards';
const byName = z.strictObject({ name: z.string().max(100) });
const part = z.record(z.string(), json);

export const dashboardRoutes: readonly Route[] = [
  route({
    id: 'listDashboards',
    method: 'GET',
    path: '/api/dashboards',
    tag,
    summary: 'Dashboards I may see',
    door,
    success: { status: 200, description: 'Dashboards in their order', schema: data(z.array(dashboardInfo)) },
    handle: ({ ctx }) => ({ body: { data: listDashboards(ctx) } }),
  }),
  route({
    id: 'getDashboard',
    method: 'GET',
    path: '/api/dashboards/{name}',
    tag,
    summary: 'A dashboard: its filters and tiles',
    door,
    params: byName,
    success: { status: 200, description: 'The dashboard', schema: data(dashboard) },
    handle: ({ ctx, params }) => ({ body: { data: shownDashboard(ctx, requireDashboard(ctx, params.name)) } }),
  }),
  route({
    id: 'readDashboard',
    method: 'POST',
    path: '/api/dashboards/{name}/data',
    tag,
    summary: 'What the tiles of a dashboard show, all at once or some',
    door,
    reads: true,
    params: byName,
    body: z.strictObject({ filters: filterValues.optional(), tiles: z.array(z.string().max(50)).max(100).optional() }),
    success: { status: 200, description: 'Each tile with its data or its problem', schema: data(dashboardAnswer) },
    async handle({ ctx, params, body }) {
      const { filters, tiles } = requireDashboard(ctx, params.name);
      const wanted = body.tiles === undefined ? tiles : tiles.filter(({ id }) => body.tiles!.includes(id));
      return answer(ctx, { filters, tiles: wanted, values: body.filters ?? {} });
    },
  }),
  route({
    id: 'tryDashboard',
    method: 'POST',
    path: '/api/studio/dashboards/try',
    tag,
    summary: 'What tiles would show that are still being made',
    door: 'configuration',
    right: 'configure',
    reads: true,
    body: z.strictObject({
      filters: z.array(part).max(10),
      tiles: z.array(part).max(40),
      values: filterValues.optional(),
    }),
    success: { status: 200, description: 'Each tile with its data or its problem', schema: data(dashboardAnswer) },
    async handle({ ctx, body }) {
      const filters = body.filters as unknown as DashboardFilter[];
      const tiles = body.tiles as unknown as DashboardTile[];
      requireFilters(filters);
      const faulty = (tile: DashboardTile): StrataError | undefined => faultOf(ctx.catalog, tile, filters);
      return answer(ctx, { filters, tiles, values: body.values ?? {}, faulty });
    },
  }),
];

async function answer(ctx: RequestContext, wanted: TilesWanted): Promise<Answer> {
  const read = await ctx.workspace.tiles.read(ctx, wanted);
  const tiles = Object.fromEntries([...read].map(([id, tile]) => [id, told(ctx, tile)]));
  return { body: { data: { at: ctx.now.toISOString(), tiles } } };
}

function told(ctx: RequestContext, tile: ReadTile): TileAnswer {
  return 'error' in tile ? { problem: problemOf(tile.error, ctx.locale, ctx.workspace.log) } : tile;
}

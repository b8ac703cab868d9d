import { z } from 'zod';
import {
  createSavedView,
  deleteSavedView,
  listSavedViews,
  updateSavedView,
} from '../../records/saved-view/saved-view.ts';
import { route, type Route } from '../route.ts';
import { savedView } from '../wire/records.ts';
import { data, id, json } from '../wire/values.ts';

const tag = 'Views';
const byId = z.strictObject({ id });
/** Checked by the use case, which knows the object. */
const viewInput = z
  .record(z.string(), json)
  .meta({ id: 'SavedViewInput', description: 'A view: object, type, name, columns …' });

export const viewRoutes: readonly Route[] = [
  route({
    id: 'listViews',
    method: 'GET',
    path: '/api/views',
    tag,
    summary: 'Views I saved and views shared with me',
    door: 'views',
    query: z.strictObject({ object: z.string().optional() }),
    success: { status: 200, description: 'Saved views', schema: data(z.array(savedView)) },
    handle: async ({ ctx, query }) => ({ body: { data: await listSavedViews(ctx, query.object) } }),
  }),
  route({
    id: 'createView',
    method: 'POST',
    path: '/api/views',
    tag,
    summary: 'Save a view',
    door: 'views',
    body: viewInput,
    success: { status: 201, description: 'The saved view', schema: data(savedView) },
    handle: async ({ ctx, body }) => ({ body: { data: await createSavedView(ctx, body) } }),
  }),
  route({
    id: 'updateView',
    method: 'PATCH',
    path: '/api/views/{id}',
    tag,
    summary: 'Change a view I saved',
    door: 'views',
    params: byId,
    body: viewInput,
    success: { status: 200, description: 'The saved view', schema: data(savedView) },
    handle: async ({ ctx, params, body }) => ({ body: { data: await updateSavedView(ctx, params.id, body) } }),
  }),
  route({
    id: 'deleteView',
    method: 'DELETE',
    path: '/api/views/{id}',
    tag,
    summary: 'Forget a view I saved',
    door: 'views',
    params: byId,
    success: { status: 204, description: 'Forgotten' },
    async handle({ ctx, params }) {
      await deleteSavedView(ctx, params.id);
      return {};
    },
  }),
];

import { readableModel } from '../../access/readable-model.ts';
import { route, type Route } from '../route.ts';
import { modelResponse } from '../wire/studio.ts';

export const modelRoutes: readonly Route[] = [
  route({
    id: 'getModel',
    method: 'GET',
    path: '/api/model',
    tag: 'Model',
    summary: 'The effective model for me, with my rights',
    door: 'model',
    headers: ['If-None-Match'],
    cacheable: true,
    success: { status: 200, description: 'The model', schema: modelResponse },
    handle: ({ ctx }) => ({
      body: readableModel(ctx.catalog, ctx.access),
      headers: { ETag: `"${ctx.catalog.etag}-${ctx.access.key}"`, 'Cache-Control': 'private, no-cache' },
    }),
  }),
];

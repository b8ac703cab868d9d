import { z } from 'zod';
import { describeApi } from '../openapi/describe-api.ts';
import { route, type Route } from '../route.ts';
import { json } from '../wire/values.ts';

/** The description describes itself too; hence it is given the table it stands in. */
export function descriptionRoutes(all: () => readonly Route[]): readonly Route[] {
  return [
    route({
      id: 'describeApi',
      method: 'GET',
      path: '/api/openapi.json',
      tag: 'Model',
      summary: 'This description; for one who is signed in with his objects and fields',
      door: 'description',
      for: 'public',
      headers: ['If-None-Match'],
      cacheable: true,
      success: {
        status: 200,
        description: 'OpenAPI 3.1',
        schema: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), json) }),
      },
      handle: ({ ctx }) => ({
        body: describeApi(all(), ctx.catalog, ctx.signedIn ? ctx.access : null),
        headers: {
          ETag: `"${ctx.catalog.etag}-${ctx.signedIn ? ctx.access.key : 'public'}"`,
          'Cache-Control': 'private, no-cache',
        },
      }),
    }),
  ];
}

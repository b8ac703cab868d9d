import { z } from 'zod';
import { suggestValues } from '../../records/suggest-values.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { data } from '../wire/values.ts';

export const suggestionRoutes: readonly Route[] = [
  route({
    id: 'suggestValues',
    method: 'GET',
    path: '/api/suggestions/{object}/{field}',
    tag: 'Records',
    summary: 'Words in use in a field of free words, the most used first',
    door: 'suggestions',
    params: z.strictObject({ object: z.string(), field: z.string() }),
    query: z.strictObject({ q: z.string().max(500).optional().meta({ description: 'A part of the word.' }) }),
    success: { status: 200, description: 'At most twenty words', schema: data(z.array(z.string())) },
    async handle({ ctx, params, query }) {
      const object = requestedObject(ctx, params.object);
      return { body: { data: await suggestValues(ctx, object, params.field, query.q ?? '') } };
    },
  }),
];

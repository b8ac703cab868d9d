import { z } from 'zod';
import { searchGaps } from '../../records/search/search-gaps.ts';
import { searchRecords } from '../../records/search-records.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { searchGaps as searchGapsShape, searchHit } from '../wire/records.ts';
import { wholeNumber } from '../wire/values.ts';

export const searchRoutes: readonly Route[] = [
  route({
    id: 'search',
    method: 'GET',
    path: '/api/search',
    tag: 'Search',
    summary: 'Find records and people by any text in them, Chinese also by pinyin',
    door: 'search',
    query: z.strictObject({
      q: z.string().min(1).max(500),
      object: z.string().optional().meta({ description: 'Only in these objects, separated by commas.' }),
      limit: wholeNumber.optional(),
    }),
    success: {
      status: 200,
      description: 'Records, best first',
      schema: z.strictObject({ data: z.array(searchHit), incomplete: searchGapsShape.optional() }),
    },
    async handle({ ctx, query }) {
      const objects = query.object?.split(',').map((name) => requestedObject(ctx, name.trim()));
      const options = { ...(objects && { objects }), ...(query.limit !== undefined && { limit: query.limit }) };
      const incomplete = await searchGaps(ctx, objects ?? null);
      const hits = await searchRecords(ctx, query.q, options);
      return { body: { data: hits, ...(incomplete !== null && { incomplete }) } };
    },
  }),
];

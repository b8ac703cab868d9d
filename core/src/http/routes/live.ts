import { StrataError } from '@stratacrm/sdk';
import { z } from 'zod';
import { LiveStream } from '../live-stream.ts';
import { route, type Route } from '../route.ts';
import { wholeNumber } from '../wire/values.ts';

/** Seconds; then the browser asks again, with the rights and the model of that time. */
const LONGEST = 600;

export const liveRoutes: readonly Route[] = [
  route({
    id: 'liveChanges',
    method: 'GET',
    path: '/api/live',
    tag: 'Records',
    summary: 'Hear of changes as they happen',
    door: 'live',
    query: z.strictObject({
      objects: z.string().max(5_000).meta({ description: 'Names of objects, separated by commas; may be empty.' }),
      work: z
        .enum(['true', 'false'])
        .optional()
        .meta({ description: 'Hear also, as `work`, that the list of what you have to do has changed.' }),
      seconds: wholeNumber.optional().meta({ description: 'How long to listen, 1 to 600; then ask again.' }),
    }),
    success: {
      status: 200,
      description: 'Server-sent events: `changed` with `{object, ids}` of changed records that you may read.',
      schema: z.string(),
      media: 'text/event-stream',
    },
    handle: ({ ctx, query }) => {
      const objects = query.objects
        .split(',')
        .filter((name) => name !== '' || query.work !== 'true')
        .map((name) => ctx.catalog.object(name).name);
      const seconds = query.seconds ?? LONGEST;
      if (seconds < 1 || seconds > LONGEST) {
        const params = { min: 1, max: LONGEST };
        throw StrataError.invalid([{ path: 'seconds', code: 'limit_out_of_range', params }]);
      }
      return {
        headers: { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' },
        stream: new LiveStream(ctx, { objects, seconds, work: query.work === 'true' }),
      };
    },
  }),
];

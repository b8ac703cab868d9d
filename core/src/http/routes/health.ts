import { StrataError } from '@stratacrm/sdk';
import { z } from 'zod';
import { route, type Route } from '../route.ts';

const tag = 'Health';

export const healthRoutes: readonly Route[] = [
  route({
    id: 'isAlive',
    method: 'GET',
    path: '/healthz',
    tag,
    summary: 'Whether the process is alive',
    door: 'none',
    for: 'public',
    success: { status: 200, description: 'Alive', schema: z.strictObject({ status: z.literal('ok') }) },
    handle: () => ({ body: { status: 'ok' } }),
  }),
  route({
    id: 'isReady',
    method: 'GET',
    path: '/readyz',
    tag,
    summary: 'Whether requests can be served: the database answers and a release is live',
    door: 'none',
    for: 'public',
    success: {
      status: 200,
      description: 'Ready',
      schema: z.strictObject({ status: z.literal('ok'), database: z.literal('ok'), release: z.int() }),
    },
    async handle({ ctx }) {
      await ctx.db.query('select 1').catch(() => {
        throw new StrataError('unavailable');
      });
      return { body: { status: 'ok', database: 'ok', release: ctx.catalog.release } };
    },
  }),
];

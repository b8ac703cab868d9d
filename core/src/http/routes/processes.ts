import { describeError } from '@stratacrm/sdk';
import { z } from 'zod';
import { openTransitions } from '../../records/process/open-transitions.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { openTransitions as openTransitionsShape } from '../wire/processes.ts';
import { data } from '../wire/values.ts';

export const processRoutes: readonly Route[] = [
  route({
    id: 'openTransitions',
    method: 'GET',
    path: '/api/records/{object}/{id}/transitions',
    tag: 'Records',
    summary: 'Where the record can go in its process',
    door: 'transitions',
    params: z.strictObject({ object: z.string(), id: z.string() }),
    success: {
      status: 200,
      description: 'The stages open from here, and what each move asks for',
      schema: data(openTransitionsShape),
    },
    async handle({ ctx, params }) {
      const found = await openTransitions(ctx, requestedObject(ctx, params.object), requestedId(params.id));
      const transitions = found.transitions.map((each) => ({
        ...each,
        problems: each.problems.map(({ path, code, params: values }) => ({
          path,
          code,
          message: describeError(ctx.locale, code, values),
        })),
      }));
      return { body: { data: { ...found, transitions } } };
    },
  }),
];

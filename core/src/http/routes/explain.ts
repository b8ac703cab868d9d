import { VERBS } from '@stratacrm/sdk';
import { z } from 'zod';
import { explain } from '../../records/explain/explain.ts';
import { readersOf } from '../../records/explain/readers-of.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { explanation, recordReader } from '../wire/explain.ts';
import { data } from '../wire/values.ts';

export const explainRoutes: readonly Route[] = [
  route({
    id: 'explain',
    method: 'GET',
    path: '/api/explain',
    tag: 'People',
    summary: 'Why somebody may or may not do something',
    door: 'explain',
    query: z.strictObject({
      user: z.string().max(320).optional().meta({ description: 'Id or e-mail; default: the one who asks.' }),
      object: z.string(),
      id: z.string().optional(),
      field: z.string().optional(),
      door: z.enum(VERBS).optional().meta({ description: 'What he wants to do; default: read.' }),
    }),
    success: {
      status: 200,
      description: 'Allowed or not, by which grant and share, or what is missing and who could give it',
      schema: data(explanation),
    },
    async handle({ ctx, query }) {
      const object = requestedObject(ctx, query.object);
      const id = query.id === undefined ? undefined : requestedId(query.id);
      const question = { user: query.user, object, id, field: query.field, verb: query.door ?? ('read' as const) };
      return { body: { data: await explain(ctx, question) } };
    },
  }),
  route({
    id: 'listReaders',
    method: 'GET',
    path: '/api/records/{object}/{id}/readers',
    tag: 'Records',
    summary: 'Who can see a record, and why',
    door: 'explain',
    params: z.strictObject({ object: z.string(), id: z.string() }),
    success: {
      status: 200,
      description: 'Everybody who can see it, by which roles and shares; for who may share it or manages users',
      schema: data(z.array(recordReader)),
    },
    async handle({ ctx, params }) {
      const object = requestedObject(ctx, params.object);
      return { body: { data: await readersOf(ctx, object, requestedId(params.id)) } };
    },
  }),
];

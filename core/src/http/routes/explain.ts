import { StrataError, VERBS } from '@stratacrm/sdk';
import { z } from 'zod';
import type { AccessContext } from '../../access/access-profile.ts';
import { explain } from '../../access/explain.ts';
import { getRecord } from '../../records/get-record.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { data } from '../wire/values.ts';

const explanation = z
  .strictObject({
    allowed: z.boolean(),
    grants: z.array(
      z.strictObject({
        role: z.string(),
        object: z.boolean(),
        row: z.enum(['all', 'matches', 'does_not_match', 'none']),
        field: z.enum(['none', 'read', 'edit']).optional(),
      }),
    ),
    missing: z.string().nullable(),
  })
  .meta({ id: 'Explanation' });

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
      description: 'Allowed or not, by which grant, or what is missing',
      schema: data(explanation),
    },
    async handle({ ctx, query }) {
      const object = requestedObject(ctx, query.object);
      const id = query.id === undefined ? undefined : requestedId(query.id);
      const question = { user: query.user, object, id, field: query.field, verb: query.door ?? ('read' as const) };
      return { body: { data: await explain(ctx, question, isAmong) } };
    },
  }),
];

async function isAmong(ctx: AccessContext, object: string, id: string): Promise<boolean> {
  try {
    await getRecord(ctx, object, id, { fields: ['id'] });
    return true;
  } catch (error) {
    if (error instanceof StrataError && error.status === 404) return false;
    throw error;
  }
}

import { z } from 'zod';
import { checkRollups } from '../../records/rollups/check-rollups.ts';
import { listRollups } from '../../records/rollups/list-rollups.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { id, label } from '../wire/values.ts';

const tag = 'Studio';
const door = 'configuration';
const right = 'configure';

const rollup = z
  .strictObject({
    object: z.string(),
    field: z.string(),
    label,
    children: z.string(),
    via: z.string(),
    ready: z.boolean().meta({ description: 'Its stored values are complete; until then every read works them out.' }),
  })
  .meta({ id: 'Rollup' });

const finding = z
  .strictObject({
    object: z.string(),
    id,
    field: z.string(),
    stored: z.string().nullable().meta({ description: 'null also where the reader may not see the value.' }),
    should: z.string().nullable(),
  })
  .meta({ id: 'RollupFinding' });

/** Whether what is kept out of other records is what those records say. */
export const rollupRoutes: readonly Route[] = [
  route({
    id: 'listRollups',
    method: 'GET',
    path: '/api/rollups',
    tag,
    summary: 'Every roll-up of the workspace',
    door,
    right,
    success: {
      status: 200,
      description: 'The roll-ups, and about how many records their objects have',
      schema: z.strictObject({ data: z.array(rollup), records: z.record(z.string(), z.int()) }),
    },
    async handle({ ctx }) {
      return { body: await listRollups(ctx.db, ctx.catalog) };
    },
  }),
  route({
    id: 'checkRollups',
    method: 'POST',
    path: '/api/rollups/check',
    tag,
    summary:
      'Holds the roll-ups of some records against their children, a thousand records at a time, and repairs them',
    door,
    right,
    body: z.strictObject({
      object: z.string(),
      after: id.optional().meta({ description: 'The `next` of the step before.' }),
      repair: z.boolean().optional(),
    }),
    success: {
      status: 200,
      description: 'What was found',
      schema: z.strictObject({
        followed: z.boolean().meta({ description: 'The database has all that keeps roll-ups right.' }),
        checked: z.int(),
        wrong: z.int().meta({ description: 'Records with a wrong roll-up; repaired if that was asked for.' }),
        sample: z.array(finding),
        next: id.nullable(),
      }),
    },
    async handle({ ctx, body }) {
      const object = requestedObject(ctx, body.object);
      const { after, repair = false } = body;
      return { body: await checkRollups(ctx, ctx.workspace.database, { object, after, repair }) };
    },
  }),
];

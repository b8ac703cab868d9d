import { describeError, type JsonObject } from '@stratacrm/sdk';
import { z } from 'zod';
import { actionsOnRecord, offeredActions, presentAction } from '../../plugins/actions/offered-actions.ts';
import { MOST_RECORDS, runAction } from '../../plugins/actions/run-action.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { actionAnswer, offeredAction } from '../wire/actions.ts';
import { data, id as uuid, json } from '../wire/values.ts';

const tag = 'Actions';
const door = 'actions';

/** Buttons on records and in the palette: which there are, and pressing them. */
export const actionRoutes: readonly Route[] = [
  route({
    id: 'listActions',
    method: 'GET',
    path: '/api/actions',
    tag,
    summary: 'Buttons that whoever asks may press',
    door,
    success: { status: 200, description: 'Buttons in their order', schema: data(z.array(offeredAction)) },
    handle: ({ ctx }) => ({
      body: { data: offeredActions(ctx.workspace.plugins, ctx).map((action) => presentAction(ctx, action)) },
    }),
  }),
  route({
    id: 'listRecordActions',
    method: 'GET',
    path: '/api/records/{object}/{id}/actions',
    tag,
    summary: 'Names of the buttons that stand on a record now',
    door,
    params: z.strictObject({ object: z.string(), id: z.string() }),
    success: { status: 200, description: 'Names', schema: data(z.array(z.string())) },
    async handle({ ctx, params }) {
      const object = requestedObject(ctx, params.object);
      return { body: { data: await actionsOnRecord(ctx.workspace.plugins, ctx, object, requestedId(params.id)) } };
    },
  }),
  route({
    id: 'runAction',
    method: 'POST',
    path: '/api/actions/{name}',
    tag,
    summary: 'Press a button, for one record, for many, or for none',
    door,
    params: z.strictObject({ name: z.string().max(100) }),
    body: z.strictObject({
      records: z.array(uuid).max(MOST_RECORDS).optional(),
      input: z.record(z.string(), json).optional(),
    }),
    success: { status: 200, description: 'What came of it', schema: data(actionAnswer) },
    async handle({ ctx, params, body }) {
      const { plugins, workflows } = ctx.workspace;
      const { records = [], input = {} } = body;
      const wish = { records, input: input as JsonObject };
      const { errors, ...rest } = await runAction(plugins, workflows.definitions, ctx, params.name, wish);
      const told = errors.map(({ record, error }) => ({
        record,
        code: error.code,
        message: describeError(ctx.locale, error.code, error.params),
      }));
      return { body: { data: { ...rest, errors: told } } };
    },
  }),
];

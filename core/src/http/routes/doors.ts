import { z } from 'zod';
import { receiveWebhook } from '../../workflow/doors/receive-webhook.ts';
import { showForm, submitForm } from '../../workflow/doors/public-form.ts';
import { workflowDoor } from '../../workflow/doors/door.ts';
import { route, type Route } from '../route.ts';
import { data, id, json, label } from '../wire/values.ts';

const tag = 'Workflows';
const named = z.strictObject({ name: z.string().max(50) });
const byToken = z.strictObject({ token: z.string().regex(/^[\w-]{20,60}$/) });
const door = z.strictObject({ path: z.string(), signing_key: z.string() });

const form = z.strictObject({
  title: label,
  fields: z.array(
    z.strictObject({
      name: z.string(),
      label,
      help: label.nullable(),
      required: z.boolean(),
      editor: z.string(),
      options: z.array(z.strictObject({ value: z.string(), label })),
    }),
  ),
  thanks: label,
});

/** Bytes of what another system sends. */
const HOOK_LIMIT = 262_144;

/** Ways into workflows from outside. */
export const doorRoutes: readonly Route[] = [
  ...(['GET', 'POST'] as const).map((method) =>
    route({
      id: method === 'GET' ? 'workflowDoor' : 'renewWorkflowDoor',
      method,
      path: '/api/workflows/doors/{name}',
      tag,
      summary:
        method === 'GET'
          ? 'The address of a workflow for others'
          : 'Give it another address and key; the old ones are shut',
      door: 'configuration',
      right: 'configure',
      params: named,
      success: { status: 200, description: 'Where it is begun from outside', schema: data(door) },
      async handle({ ctx, params }) {
        const { secrets } = ctx.workspace;
        return { body: { data: await workflowDoor(ctx.db, secrets, ctx.catalog, params.name, method === 'POST') } };
      },
    }),
  ),
  route({
    id: 'receiveWebhook',
    method: 'POST',
    path: '/api/hooks/{token}',
    tag,
    summary: 'Begin a workflow by its webhook, with any JSON, signed as its trigger says',
    door: 'from outside',
    for: 'public',
    params: byToken,
    file: true,
    body: z.instanceof(Uint8Array),
    bodyLimit: HOOK_LIMIT,
    headers: ['Idempotency-Key'],
    success: {
      status: 202,
      description: 'It was taken; `run` is null when the same call came before',
      schema: data(z.strictObject({ run: id.nullable() })),
    },
    async handle({ ctx, params, body, header }) {
      const run = await receiveWebhook(ctx.workspace.workflows, ctx.workspace.secrets, {
        token: params.token,
        body: Buffer.from(body),
        signature: header('strata-signature'),
        idempotencyKey: header('idempotency-key'),
      });
      return { status: 202, body: { data: { run } } };
    },
  }),
  route({
    id: 'showForm',
    method: 'GET',
    path: '/api/forms/{token}',
    tag,
    summary: 'A public form',
    door: 'from outside',
    for: 'public',
    params: byToken,
    success: { status: 200, description: 'Its questions', schema: data(form) },
    handle: async ({ ctx, params }) => ({
      body: { data: await showForm(ctx.workspace.workflows, ctx.workspace.secrets, params.token) },
    }),
  }),
  route({
    id: 'submitForm',
    method: 'POST',
    path: '/api/forms/{token}',
    tag,
    summary: 'Send a public form',
    door: 'from outside',
    for: 'public',
    params: byToken,
    body: z.strictObject({
      values: z.record(z.string().max(50), json),
      website: z
        .string()
        .max(500)
        .optional()
        .meta({ description: 'Left empty by people; whoever fills it in is none.' }),
    }),
    bodyLimit: HOOK_LIMIT,
    success: { status: 204, description: 'It was taken' },
    async handle({ ctx, params, body }) {
      // A machine that fills in everything is thanked, and nothing is made of it.
      if (body.website !== undefined && body.website !== '') return {};
      const values = body.values as Parameters<typeof submitForm>[4];
      await submitForm(ctx.workspace.workflows, ctx.workspace.secrets, ctx, params.token, values);
      return {};
    },
  }),
];

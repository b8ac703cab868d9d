import {
  StrataError,
  describeError,
  type DeliveryInfo,
  type ErrorCode,
  type ErrorParameters,
  type JsonValue,
  type Locale,
} from '@stratacrm/sdk';
import { z } from 'zod';
import { deleteConnection, listConnections, putConnection } from '../../access/connections/change-connection.ts';
import { openConnection } from '../../kernel/connections/connection.ts';
import { TryLater } from '../../kernel/deliveries/carrier.ts';
import type { DeliveryRow } from '../../kernel/deliveries/delivery.ts';
import { listDeliveries, retryDelivery } from '../../kernel/deliveries/list-deliveries.ts';
import { mailServer } from '../../kernel/mail/mail-server.ts';
import { sendMail } from '../../kernel/mail/send-mail.ts';
import { outboundRequest } from '../../kernel/outbound/outbound-request.ts';
import { checkLimit } from '../../records/query/limit.ts';
import { plainMail, renderTemplate } from '../../workflow/mail/render-mail.ts';
import type { RequestContext } from '../request-context.ts';
import { route, type Route } from '../route.ts';
import { data, id, wholeNumber } from '../wire/values.ts';
import {
  connectionChange,
  connectionInfo,
  deliveryInfo,
  deliveryState,
  mailPreview,
  templateDraft,
} from '../wire/outside.ts';

const tag = 'Outside';
const right = 'configure';
const door = 'configuration';
const named = z.strictObject({ name: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/) });

/** Connections to the outside, what was sent through them, and mails before they are sent. */
export const outsideRoutes: readonly Route[] = [
  route({
    id: 'listConnections',
    method: 'GET',
    path: '/api/connections',
    tag,
    summary: 'Connections to the outside, without their secrets',
    door,
    right,
    success: { status: 200, description: 'The connections', schema: data(z.array(connectionInfo)) },
    handle: async ({ ctx }) => ({ body: { data: await listConnections(ctx.db, ctx.workspace.secrets) } }),
  }),
  route({
    id: 'putConnection',
    method: 'PUT',
    path: '/api/connections/{name}',
    tag,
    summary: 'Make a connection, or change it',
    door,
    right,
    params: named,
    body: connectionChange,
    success: { status: 200, description: 'The connection', schema: data(connectionInfo) },
    async handle({ ctx, params, body }) {
      const { database, secrets } = ctx.workspace;
      const { secrets: given, ...change } = body;
      const wanted = { ...change, ...(given !== undefined && { secrets: given }) };
      return { body: { data: await putConnection(database, secrets, ctx, params.name, wanted) } };
    },
  }),
  route({
    id: 'deleteConnection',
    method: 'DELETE',
    path: '/api/connections/{name}',
    tag,
    summary: 'Take a connection away',
    door,
    right,
    params: named,
    success: { status: 204, description: 'It is gone; steps that name it fail and say so' },
    async handle({ ctx, params }) {
      await deleteConnection(ctx.workspace.database, ctx, params.name);
      return {};
    },
  }),
  route({
    id: 'testConnection',
    method: 'POST',
    path: '/api/connections/{name}/test',
    tag,
    summary: 'Try a connection: a mail to yourself, or a request to its address',
    door,
    right,
    params: named,
    success: {
      status: 200,
      description: 'What the other side said',
      schema: data(z.strictObject({ answer: z.string() })),
    },
    handle: async ({ ctx, params }) => ({ body: { data: { answer: await tryConnection(ctx, params.name) } } }),
  }),
  route({
    id: 'listDeliveries',
    method: 'GET',
    path: '/api/deliveries',
    tag,
    summary: 'What was sent to the outside, newest first',
    door,
    right,
    query: z.strictObject({
      state: deliveryState.optional(),
      kind: z.string().max(50).optional(),
      before: id.optional(),
      limit: wholeNumber.optional(),
    }),
    success: {
      status: 200,
      description: 'Deliveries of the last 30 days; `next` is the `before` of the next page',
      schema: z.strictObject({ data: z.array(deliveryInfo), next: id.nullable() }),
    },
    async handle({ ctx, query }) {
      const { rows, more } = await listDeliveries(ctx.db, { ...query, limit: checkLimit(query.limit, 50) });
      return {
        body: { data: rows.map((row) => presentDelivery(ctx.locale, row)), next: more ? rows.at(-1)!.id : null },
      };
    },
  }),
  route({
    id: 'retryDelivery',
    method: 'POST',
    path: '/api/deliveries/{id}/retry',
    tag,
    summary: 'Try a failed delivery anew',
    door,
    right,
    params: z.strictObject({ id }),
    success: { status: 204, description: 'It is on its way' },
    async handle({ ctx, params }) {
      await retryDelivery(ctx.workspace.database, params.id);
      return {};
    },
  }),
  route({
    id: 'previewEmailTemplate',
    method: 'POST',
    path: '/api/studio/email-templates/preview',
    tag,
    summary: 'A mail as a template would make it of a record',
    door,
    right,
    body: templateDraft,
    success: { status: 200, description: 'The mail', schema: data(mailPreview) },
    async handle({ ctx, body }) {
      const { object, record, language, subject, body: text } = body;
      const link = ctx.workspace.workflows.ports.recordLink(ctx.catalog.object(object).name, record);
      const preview = await renderTemplate(ctx, { object, subject, body: text }, record, language, link);
      return { body: { data: preview } };
    },
  }),
];

/** Seconds somebody waits for the answer to a trial. */
const TRIAL_MS = 20_000;

async function tryConnection(ctx: RequestContext, name: string): Promise<string> {
  const { database: db, secrets, config, outbound } = ctx.workspace;
  const connection = await openConnection(db, secrets, name);
  if (connection === null) throw new StrataError('unknown_connection', { name });
  try {
    if (connection.kind === 'smtp') {
      const server = await mailServer({ db, secrets, config, outbound });
      const text = ctx.locale === 'zh' ? '邮件服务器工作正常。' : 'The mail server works.';
      await sendMail(
        server,
        { to: ctx.actor.email, ...plainMail('Strata', text, ctx.locale) },
        `<${ctx.requestId}@strata>`,
      );
      return ctx.actor.email;
    }
    const url = String(connection.settings['base_url']);
    const signal = AbortSignal.timeout(TRIAL_MS);
    const { status } = await outboundRequest(outbound, { method: 'GET', url, headers: {}, signal, redirects: 0 });
    return `HTTP ${status}`;
  } catch (error) {
    throw error instanceof TryLater ? error.reason : error;
  }
}

function presentDelivery(locale: Locale, row: DeliveryRow): DeliveryInfo {
  const { id: delivery, kind, state, attempts, tries, error, payload, belongs_to: run } = row;
  return {
    id: delivery,
    kind,
    state,
    to: readerOf(payload),
    attempts,
    tries,
    next_try: state === 'pending' ? new Date(row.next_try).toISOString() : null,
    problem: error && {
      code: error.code,
      message: describeError(locale, error.code as ErrorCode, error.params as ErrorParameters),
      errors: [],
    },
    run,
    created_at: new Date(row.created_at).toISOString(),
    settled_at: row.settled_at === null ? null : new Date(row.settled_at).toISOString(),
  };
}

/** Whom it is for, never what it says. */
function readerOf(payload: JsonValue): string {
  const { messages, url } = (payload ?? {}) as { messages?: { to: string }[]; url?: string };
  return url ?? (messages ?? []).map(({ to }) => to).join(', ');
}

import { StrataError, type AuditAction } from '@stratacrm/sdk';
import { z } from 'zod';
import { listAudit } from '../../access/audit/list-audit.ts';
import { verifyAudit } from '../../access/audit/verify-audit.ts';
import { route, type Route } from '../route.ts';
import { auditAction, auditCheck, auditEntry, notedHash } from '../wire/audit.ts';
import { data, id, wholeNumber } from '../wire/values.ts';

const tag = 'Audit';
const door = 'configuration';
const right = 'view_audit';
const moment = z.iso.datetime({ offset: true });

export const auditRoutes: readonly Route[] = [
  route({
    id: 'listAudit',
    method: 'GET',
    path: '/api/audit',
    tag,
    summary: 'Sign-ins and changes of the configuration, newest first',
    door,
    right,
    query: z.strictObject({
      action: z.string().max(1000).optional().meta({ description: 'One action, or several with commas between.' }),
      actor: id.optional().meta({ description: 'Who did it.' }),
      subject: z.string().max(100).optional().meta({ description: 'Id of whom or what it was done to.' }),
      from: moment.optional(),
      until: moment.optional(),
      before: wholeNumber.optional().meta({ description: 'Only older entries: `next` of the page before.' }),
      limit: wholeNumber.pipe(z.int().min(1).max(200)).optional(),
    }),
    success: {
      status: 200,
      description: 'A page of the log',
      schema: z.strictObject({
        data: z.array(auditEntry),
        page: z.strictObject({ next: z.int().nullable() }),
      }),
    },
    async handle({ ctx, query }) {
      const { action, limit = 50, ...rest } = query;
      const { entries, next } = await listAudit(ctx, { ...rest, actions: actionsOf(action), limit });
      return { body: { data: entries, page: { next } } };
    },
  }),
  route({
    id: 'verifyAudit',
    method: 'GET',
    path: '/api/audit/verify',
    tag,
    summary: 'Whether the log is as it was written, or which entry is the first that is not',
    door,
    right,
    query: z.strictObject({
      number: wholeNumber.optional().meta({ description: 'An entry noted earlier …' }),
      hash: notedHash
        .optional()
        .meta({ description: '… and its hash: that it still has it, and nothing was cut off.' }),
    }),
    success: { status: 200, description: 'The result', schema: data(auditCheck) },
    async handle({ ctx, query: { number, hash } }) {
      const noted = number === undefined || hash === undefined ? undefined : { number, hash };
      return { body: { data: await verifyAudit(ctx, noted) } };
    },
  }),
];

function actionsOf(text: string | undefined): AuditAction[] | undefined {
  return text?.split(',').map((each) => {
    const action = auditAction.safeParse(each);
    if (action.success) return action.data;
    throw StrataError.invalid([{ path: 'action', code: 'not_an_option', params: { value: each } }]);
  });
}

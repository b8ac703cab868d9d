import { z } from 'zod';
import { listAudit } from '../../access/audit/list-audit.ts';
import { pluginsWithField } from '../../plugins/life/granted-fields.ts';
import { anonymisePerson } from '../../records/privacy/anonymise-person.ts';
import { exportPerson } from '../../records/privacy/export-person.ts';
import { findPerson } from '../../records/privacy/find-person.ts';
import { sensitiveFields } from '../../records/privacy/sensitive-fields.ts';
import { contentDisposition } from '../content-disposition.ts';
import type { RequestContext } from '../request-context.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { auditEntry } from '../wire/audit.ts';
import { anonymisedCounts, foundPerson, personalRecord, sensitiveField } from '../wire/privacy.ts';
import { data, wholeNumber } from '../wire/values.ts';

const tag = 'Privacy';
const door = 'configuration';
const right = 'privacy';

/** One person; whoever needs more asks again. */
const chosen = z.strictObject({ records: z.array(personalRecord).min(1).max(100) });

export const privacyRoutes: readonly Route[] = [
  route({
    id: 'listSensitiveFields',
    method: 'GET',
    path: '/api/privacy/fields',
    tag,
    summary:
      'Where personal and secret data is, in how many records, which roles open it, and which plugins were granted it',
    door,
    right,
    success: { status: 200, description: 'Fields of all objects', schema: data(z.array(sensitiveField)) },
    handle: async ({ ctx }) => ({ body: { data: await sensitiveFields(ctx, await pluginsWithField(ctx.db)) } }),
  }),
  route({
    id: 'findPerson',
    method: 'POST',
    path: '/api/privacy/find',
    tag,
    summary: 'Find every record that tells of a person, by e-mail, telephone or name',
    door,
    right,
    body: z.strictObject({ text: z.string().min(2).max(200) }),
    success: { status: 200, description: 'Records, of the recycle bin too', schema: data(z.array(foundPerson)) },
    handle: async ({ ctx, body }) => ({ body: { data: await findPerson(ctx, body.text) } }),
  }),
  route({
    id: 'exportPerson',
    method: 'POST',
    path: '/api/privacy/export',
    tag,
    summary: 'Everything kept of a person: records, changes, what refers to them, files',
    door,
    right,
    body: chosen,
    success: { status: 200, description: 'One JSON file', schema: z.looseObject({ records: z.array(z.unknown()) }) },
    async handle({ ctx, body }) {
      return {
        stream: await exportPerson(ctx, ctx.workspace.files, checked(ctx, body.records)),
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Disposition': contentDisposition('attachment', 'person.json'),
        },
      };
    },
  }),
  route({
    id: 'previewAnonymising',
    method: 'POST',
    path: '/api/privacy/preview',
    tag,
    summary: 'What anonymising these records would touch',
    door,
    right,
    body: chosen,
    success: { status: 200, description: 'Counts', schema: data(anonymisedCounts) },
    handle: async ({ ctx, body }) => ({
      body: { data: await anonymisePerson(atOnce(ctx), checked(ctx, body.records), { dryRun: true }) },
    }),
  }),
  route({
    id: 'anonymisePerson',
    method: 'POST',
    path: '/api/privacy/anonymise',
    tag,
    summary: 'Overwrite what tells of a person in these records and all they own, for good',
    door,
    right,
    body: chosen,
    success: { status: 200, description: 'What was touched', schema: data(anonymisedCounts) },
    async handle({ ctx, body }) {
      const counts = await anonymisePerson(atOnce(ctx), checked(ctx, body.records));
      ctx.workspace.outbox.nudge();
      return { body: { data: counts } };
    },
  }),
  route({
    id: 'listPrivacyRequests',
    method: 'GET',
    path: '/api/privacy/requests',
    tag,
    summary: 'What was exported and anonymised, newest first',
    door,
    right,
    query: z.strictObject({
      before: wholeNumber.optional(),
      limit: wholeNumber.pipe(z.int().min(1).max(200)).optional(),
    }),
    success: {
      status: 200,
      description: 'Entries of the audit log',
      schema: z.strictObject({ data: z.array(auditEntry), page: z.strictObject({ next: z.int().nullable() }) }),
    },
    async handle({ ctx, query }) {
      const { entries, next } = await listAudit(
        ctx,
        { ...query, actions: ['person_exported', 'person_anonymised'], limit: query.limit ?? 50 },
        right,
      );
      return { body: { data: entries, page: { next } } };
    },
  }),
];

function checked(ctx: RequestContext, records: z.output<typeof chosen>['records']) {
  for (const { object } of records) requestedObject(ctx, object);
  return records;
}

/** Each record with what it owns is a transaction of its own. */
function atOnce(ctx: RequestContext) {
  return { ...ctx, db: ctx.workspace.database };
}

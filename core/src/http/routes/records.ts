import { randomUUID } from 'node:crypto';
import {
  describeError,
  StrataError,
  type BulkRequest,
  type ByFilterResult,
  type DeleteByFilterRequest,
  type Issue,
  type JsonObject,
  type RecordQuery,
  type UpdateByFilterRequest,
} from '@stratacrm/sdk';
import { z } from 'zod';
import { bulkRecords } from '../../records/bulk-records.ts';
import { createRecord } from '../../records/create-record.ts';
import { deleteByFilter } from '../../records/delete-by-filter.ts';
import { deleteRecord } from '../../records/delete-record.ts';
import { getRecord } from '../../records/get-record.ts';
import { groupRecords } from '../../records/group-records.ts';
import { previewRestore } from '../../records/preview-restore.ts';
import { purgeRecords } from '../../records/purge/purge-records.ts';
import { queryRecordsAsJson } from '../../records/query-records.ts';
import { recordHistory } from '../../records/record-history.ts';
import { recordTimeline } from '../../records/record-timeline.ts';
import { revealValue } from '../../records/reveal-value.ts';
import { restoreRecord } from '../../records/restore-record.ts';
import { undoBatch } from '../../records/undo-batch.ts';
import { updateByFilter } from '../../records/update-by-filter.ts';
import { updateRecord } from '../../records/update-record.ts';
import type { RecordInput, WrittenRecord } from '../../records/written-record.ts';
import { etagOf, versionOf } from '../etag.ts';
import { once } from '../idempotency-key.ts';
import type { RequestContext } from '../request-context.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Answer, type Route, type RouteRequest } from '../route.ts';
import {
  asOf,
  bulkRequest,
  bulkResult,
  byFilterResult,
  counting,
  deleteByFilter as deleteByFilterRequest,
  groupPage,
  historyEntry,
  page,
  recordInput,
  recordPage,
  recordQuery,
  restorePreview,
  timelineEntry,
  record,
  undoByFilter as undoByFilterRequest,
  updateByFilter as updateByFilterRequest,
  writtenRecord,
} from '../wire/records.ts';
import { data, flag, json, wholeNumber } from '../wire/values.ts';

const tag = 'Records';
const ofObject = z.strictObject({ object: z.string() });
const ofRecord = z.strictObject({ object: z.string(), id: z.string() });
const fieldList = z.string().max(20_000).meta({ description: 'Field names and dotted paths, separated by commas.' });
const pageQuery = { limit: wholeNumber.optional(), cursor: z.string().max(10_000).optional() };

/** Bulk takes more than one record's worth: 4 MiB. */
const BULK_LIMIT = 4 * 1_048_576;

export const recordRoutes: readonly Route[] = [
  route({
    id: 'listRecords',
    method: 'GET',
    path: '/api/records/{object}',
    tag,
    summary: 'Find records',
    door: 'list',
    params: ofObject,
    query: z.strictObject({
      fields: fieldList.optional(),
      filter: z.string().max(20_000).optional().meta({ description: 'CEL with bare field names.' }),
      sort: z.string().max(1000).optional().meta({ description: '`-close_date` or `stage,-amount`.' }),
      ...pageQuery,
      backwards: flag.optional().meta({ description: 'true: from the end of the order, the last record first.' }),
      count: counting.optional(),
      deleted: flag.optional().meta({ description: 'true: the recycle bin.' }),
      as_of: asOf.optional(),
    }),
    success: { status: 200, description: 'One page of records', schema: recordPage },
    async handle({ ctx, params, query }) {
      const { fields, ...rest } = query;
      const list = fields === undefined ? {} : { fields: splitFields(fields) };
      return { json: await queryRecordsAsJson(ctx, requestedObject(ctx, params.object), given({ ...rest, ...list })) };
    },
  }),
  route({
    id: 'revealValue',
    method: 'POST',
    path: '/api/records/{object}/{id}/reveal',
    tag,
    summary: 'Be told one masked value; the audit log notes it',
    door: 'reveal',
    params: ofRecord,
    body: z.strictObject({ field: z.string().max(100) }),
    success: {
      status: 200,
      description: 'The value, and the field it stands in',
      schema: data(z.strictObject({ field: z.looseObject({ name: z.string(), type: z.string() }), value: json })),
    },
    async handle({ ctx, params, body }) {
      const object = requestedObject(ctx, params.object);
      return { body: { data: await revealValue(ctx, object, requestedId(params.id), body.field) } };
    },
  }),
  route({
    id: 'queryRecords',
    method: 'POST',
    path: '/api/records/{object}/query',
    tag,
    summary: 'Find, group and sum up records',
    door: 'query',
    reads: true,
    params: ofObject,
    body: recordQuery,
    success: {
      status: 200,
      description: 'One page of records, or the groups',
      schema: z.union([recordPage, groupPage]),
    },
    async handle({ ctx, params, body }) {
      const object = requestedObject(ctx, params.object);
      const query = given(body) as RecordQuery;
      const grouped = query.group_by !== undefined || query.aggregates !== undefined;
      return grouped
        ? { body: await groupRecords(ctx, object, query) }
        : { json: await queryRecordsAsJson(ctx, object, query) };
    },
  }),
  route({
    id: 'createRecord',
    method: 'POST',
    path: '/api/records/{object}',
    tag,
    summary: 'Create a record',
    door: 'create',
    params: ofObject,
    body: recordInput,
    headers: ['Idempotency-Key'],
    success: { status: 201, description: 'The new record', schema: writtenRecord },
    async handle(request) {
      const { ctx, params, body } = request;
      const object = requestedObject(ctx, params.object);
      let written: WrittenRecord | undefined;
      return once(
        request,
        `POST /api/records/${object}`,
        async (inside) => {
          written = await createRecord(inside, object, body as RecordInput);
          return written.data.id;
        },
        async (id) => ({ ...told(ctx, written ?? (await readAgain(ctx, object, id))), status: 201 }),
      );
    },
  }),
  route({
    id: 'getRecord',
    method: 'GET',
    path: '/api/records/{object}/{id}',
    tag,
    summary: 'Read a record',
    door: 'get',
    params: ofRecord,
    query: z.strictObject({ fields: fieldList.optional(), as_of: asOf.optional() }),
    success: { status: 200, description: 'The record', schema: data(record) },
    async handle({ ctx, params, query }) {
      const { fields, ...rest } = query;
      const options = given({ ...rest, ...(fields !== undefined && { fields: splitFields(fields) }) });
      const found = await getRecord(ctx, requestedObject(ctx, params.object), requestedId(params.id), options);
      return { body: { data: found.data }, headers: { ETag: etagOf(found.version) } };
    },
  }),
  route({
    id: 'updateRecord',
    method: 'PATCH',
    path: '/api/records/{object}/{id}',
    tag,
    summary: 'Change some fields of a record',
    door: 'update',
    params: ofRecord,
    body: recordInput,
    headers: ['If-Match'],
    success: { status: 200, description: 'The changed record', schema: writtenRecord },
    async handle({ ctx, params, body, header }) {
      const object = requestedObject(ctx, params.object);
      const options = versionGiven(header);
      return told(ctx, await updateRecord(ctx, object, requestedId(params.id), body as RecordInput, options));
    },
  }),
  route({
    id: 'deleteRecord',
    method: 'DELETE',
    path: '/api/records/{object}/{id}',
    tag,
    summary: 'Put a record into the recycle bin',
    door: 'delete',
    params: ofRecord,
    headers: ['If-Match'],
    success: { status: 204, description: 'It is in the recycle bin' },
    async handle({ ctx, params, header }) {
      await deleteRecord(ctx, requestedObject(ctx, params.object), requestedId(params.id), versionGiven(header));
      return {};
    },
  }),
  route({
    id: 'restoreRecord',
    method: 'POST',
    path: '/api/records/{object}/{id}/restore',
    tag,
    summary: 'Take a record out of the recycle bin',
    door: 'restore',
    params: ofRecord,
    success: { status: 200, description: 'The restored record', schema: writtenRecord },
    async handle({ ctx, params }) {
      return told(ctx, await restoreRecord(ctx, requestedObject(ctx, params.object), requestedId(params.id)));
    },
  }),
  route({
    id: 'previewRestore',
    method: 'POST',
    path: '/api/records/{object}/restore-preview',
    tag,
    summary: 'What comes back together with records of the recycle bin',
    door: 'restore',
    reads: true,
    params: ofObject,
    body: z.strictObject({ ids: z.array(z.string()).max(10_000) }),
    success: { status: 200, description: 'Counts by object', schema: data(restorePreview) },
    handle: async ({ ctx, params, body }) => ({
      body: { data: await previewRestore(ctx, requestedObject(ctx, params.object), body.ids) },
    }),
  }),
  route({
    id: 'purgeRecords',
    method: 'POST',
    path: '/api/records/{object}/purge',
    tag,
    summary: 'Delete records of the recycle bin for good, with what was deleted because of them',
    door: 'purge',
    right: 'purge',
    params: ofObject,
    body: z.strictObject({
      ids: z.array(z.string()).min(1).max(10_000),
      dry_run: z.boolean().optional().meta({ description: 'Only count.' }),
    }),
    success: { status: 200, description: 'How many went, as far as one sees them', schema: data(restorePreview) },
    async handle({ ctx, params, body }) {
      const options = { dryRun: body.dry_run === true };
      return { body: { data: await purgeRecords(ctx, requestedObject(ctx, params.object), body.ids, options) } };
    },
  }),
  route({
    id: 'bulkRecords',
    method: 'POST',
    path: '/api/records/{object}/bulk',
    tag,
    summary: 'Create, change, upsert, delete and restore many records at once',
    door: 'bulk',
    params: ofObject,
    body: bulkRequest,
    bodyLimit: BULK_LIMIT,
    headers: ['Idempotency-Key'],
    success: { status: 200, description: 'What became of each', schema: bulkResult },
    async handle(request) {
      const object = requestedObject(request.ctx, request.params.object);
      return once(
        request,
        `POST /api/records/${object}/bulk`,
        async (inside) => {
          const result = await bulkRecords(
            { ...inside, cause: { kind: 'bulk' } },
            object,
            given(request.body) as BulkRequest,
          );
          return { ...result } as unknown as JsonObject;
        },
        async (result) => ({ body: result }),
      );
    },
  }),
  route({
    id: 'updateByFilter',
    method: 'POST',
    path: '/api/records/{object}/update-by-filter',
    tag,
    summary: 'Make one change to all records that a filter finds',
    door: 'by filter',
    params: ofObject,
    body: updateByFilterRequest,
    headers: ['Idempotency-Key'],
    success: { status: 200, description: 'How many were changed', schema: byFilterResult },
    handle: (request) =>
      byFilter(request, 'update-by-filter', (ctx, object) =>
        updateByFilter(ctx, object, given(request.body) as UpdateByFilterRequest),
      ),
  }),
  route({
    id: 'deleteByFilter',
    method: 'POST',
    path: '/api/records/{object}/delete-by-filter',
    tag,
    summary: 'Put all records that a filter finds into the recycle bin',
    door: 'by filter',
    params: ofObject,
    body: deleteByFilterRequest,
    headers: ['Idempotency-Key'],
    success: { status: 200, description: 'How many were deleted', schema: byFilterResult },
    handle: (request) =>
      byFilter(request, 'delete-by-filter', (ctx, object) =>
        deleteByFilter(ctx, object, given(request.body) as DeleteByFilterRequest),
      ),
  }),
  route({
    id: 'undoByFilter',
    method: 'POST',
    path: '/api/records/{object}/undo-by-filter',
    tag,
    summary: 'Take back what a request by filter did, where nobody has changed the records since',
    door: 'by filter',
    params: ofObject,
    body: undoByFilterRequest,
    headers: ['Idempotency-Key'],
    success: { status: 200, description: 'How many were taken back', schema: byFilterResult },
    handle: (request) =>
      byFilter(request, 'undo-by-filter', (ctx, object) => undoBatch(ctx, object, request.body.batch)),
  }),
  route({
    id: 'recordHistory',
    method: 'GET',
    path: '/api/records/{object}/{id}/history',
    tag,
    summary: 'Every change of a record, or of one field of it',
    door: 'history',
    params: ofRecord,
    query: z.strictObject({
      ...pageQuery,
      field: z.string().max(300).optional().meta({ description: 'What became of this field alone.' }),
    }),
    success: {
      status: 200,
      description: 'Changes, newest first',
      schema: z.strictObject({ data: z.array(historyEntry), page }),
    },
    async handle({ ctx, params, query }) {
      return {
        body: await recordHistory(ctx, requestedObject(ctx, params.object), requestedId(params.id), given(query)),
      };
    },
  }),
  route({
    id: 'recordTimeline',
    method: 'GET',
    path: '/api/records/{object}/{id}/timeline',
    tag,
    summary: 'What happened around a record',
    door: 'timeline',
    params: ofRecord,
    query: z.strictObject({ ...pageQuery, kind: z.enum(['activity', 'change']).optional() }),
    success: {
      status: 200,
      description: 'Activities and changes, newest first',
      schema: z.strictObject({ data: z.array(timelineEntry), page }),
    },
    async handle({ ctx, params, query }) {
      return {
        body: await recordTimeline(ctx, requestedObject(ctx, params.object), requestedId(params.id), given(query)),
      };
    },
  }),
];

/** Once per Idempotency-Key; its changes are told apart in the log by a number of their own. */
function isTrial(body: unknown): boolean {
  return (body as { dry_run?: boolean }).dry_run === true;
}

function byFilter(
  request: Pick<RouteRequest<{ object: string }, unknown, unknown>, 'ctx' | 'params' | 'body' | 'header'>,
  action: string,
  work: (ctx: RequestContext, object: string) => Promise<ByFilterResult>,
): Promise<Answer> {
  const object = requestedObject(request.ctx, request.params.object);
  return once(
    request,
    `POST /api/records/${object}/${action}`,
    async (inside) => {
      const cause = { kind: 'bulk', id: randomUUID() } as const;
      const result = await work({ ...inside, cause }, object);
      return {
        ...result,
        ...(result.done > 0 && !isTrial(request.body) && { batch: cause.id }),
      } as unknown as JsonObject;
    },
    async (result) => ({ body: result }),
  );
}

function told(ctx: RequestContext, written: WrittenRecord): Answer {
  const warnings = written.warnings.map((issue) => inWords(ctx, issue));
  return {
    body: warnings.length === 0 ? { data: written.data } : { data: written.data, warnings },
    headers: { ETag: etagOf(written.version) },
  };
}

function inWords(ctx: RequestContext, { path, code, params }: Issue) {
  return { path, code, message: describeError(ctx.locale, code, params) };
}

/** For a repeated request: the record as its writer may see it now. */
async function readAgain(ctx: RequestContext, object: string, id: string): Promise<WrittenRecord> {
  try {
    return { ...(await getRecord(ctx, object, id)), warnings: [] };
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    return { data: { id }, version: 1, warnings: [] };
  }
}

function versionGiven(header: (name: string) => string | undefined): { version?: number } {
  const version = versionOf(header('if-match'));
  return version === undefined ? {} : { version };
}

function splitFields(fields: string): string[] {
  return fields
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
}

/** Only what was given: an option that is there but undefined is not an option. */
function given<Options extends object>(options: Options): { [Key in keyof Options]: Exclude<Options[Key], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

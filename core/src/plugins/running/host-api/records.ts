import { StrataError, type BulkRequest, type JsonValue, type RecordQuery } from '@stratacrm/sdk';
import { z } from 'zod';
import { bulkRecords } from '../../../records/bulk-records.ts';
import { createRecord } from '../../../records/create-record.ts';
import { deleteRecord } from '../../../records/delete-record.ts';
import { getRecord } from '../../../records/get-record.ts';
import { groupRecords } from '../../../records/group-records.ts';
import { queryRecords } from '../../../records/query-records.ts';
import { updateRecord } from '../../../records/update-record.ts';
import { objectOf, optionalObject, requireEffects, textOf, type HostCall, type HostMethod } from './host-call.ts';

/** Records through the doors people use. */
export const recordMethods: Readonly<Record<string, HostMethod>> = {
  async 'records.query'(call) {
    const { data, page, count } = await queryRecords(call.ctx, textOf(call, 'object'), readQuery(call));
    call.call.countRows(data.length);
    return json({ data, page, ...(count !== undefined && { count }) });
  },
  async 'records.get'(call) {
    call.call.countRows(1);
    const { fields } = call.given;
    if (fields !== undefined && fields !== null && !isTexts(fields)) throw wrong(call, '"fields", a list of names');
    const options = isTexts(fields) ? { fields } : {};
    try {
      return json((await getRecord(call.ctx, textOf(call, 'object'), textOf(call, 'id'), options)).data);
    } catch (error) {
      if (error instanceof StrataError && error.code === 'record_not_found') return null;
      throw error;
    }
  },
  async 'records.count'(call) {
    const { filter } = call.given;
    if (filter !== undefined && filter !== null && typeof filter !== 'string') throw wrong(call, '"filter", a text');
    const query = { aggregates: { n: 'count()' }, ...(typeof filter === 'string' && { filter }) };
    const { data } = await groupRecords(call.ctx, textOf(call, 'object'), query);
    return Number(data[0]?.['n'] ?? 0);
  },
  async 'records.aggregate'(call) {
    const { data } = await groupRecords(call.ctx, textOf(call, 'object'), readQuery(call));
    call.call.countRows(data.length);
    return json(data);
  },
  async 'records.create'(call) {
    requireEffects(call);
    call.call.countRows(1);
    return json((await createRecord(call.ctx, textOf(call, 'object'), objectOf(call, 'values'))).data);
  },
  async 'records.update'(call) {
    requireEffects(call);
    call.call.countRows(1);
    const { version } = optionalObject(call, 'options');
    const options = typeof version === 'number' ? { version } : {};
    const { data } = await updateRecord(
      call.ctx,
      textOf(call, 'object'),
      textOf(call, 'id'),
      objectOf(call, 'values'),
      options,
    );
    return json(data);
  },
  async 'records.delete'(call) {
    requireEffects(call);
    call.call.countRows(1);
    await deleteRecord(call.ctx, textOf(call, 'object'), textOf(call, 'id'));
    return null;
  },
  async 'records.bulk'(call) {
    requireEffects(call);
    const request = readBulk(call);
    call.call.countRows(sizeOf(request));
    return json(await bulkRecords(call.ctx, textOf(call, 'object'), request));
  },
};

/** The compiler looks at every part of it again; here its shape is read. */
function readQuery(call: HostCall): RecordQuery {
  const read = querySchema.safeParse(optionalObject(call, 'query'));
  if (!read.success) throw wrong(call, `a query (${problemOf(read.error)})`);
  return read.data as RecordQuery;
}

const texts = z.array(z.string()).max(500);

const querySchema = z.strictObject({
  fields: texts.optional(),
  filter: z.string().max(20_000).optional(),
  sort: z.string().max(1_000).optional(),
  limit: z.int().optional(),
  cursor: z.string().max(10_000).optional(),
  backwards: z.boolean().optional(),
  count: z.enum(['exact', 'estimate', 'none']).optional(),
  group_by: z
    .array(
      z.union([
        z.string(),
        z.strictObject({ field: z.string(), bucket: z.enum(['day', 'week', 'month', 'quarter', 'year']) }),
      ]),
    )
    .max(10)
    .optional(),
  aggregates: z.record(z.string(), z.string().max(200)).optional(),
  having: z.string().max(20_000).optional(),
});

const rows = z.array(z.record(z.string(), z.json())).max(10_000);
const ids = z.array(z.string()).max(10_000);

const bulkSchema = z.strictObject({
  create: rows.optional(),
  update: rows.optional(),
  upsert: z.strictObject({ key: z.string().max(200), rows }).optional(),
  delete: ids.optional(),
  mode: z.enum(['all', 'partial']).optional(),
});

function readBulk(call: HostCall): BulkRequest {
  const read = bulkSchema.safeParse(objectOf(call, 'request'));
  if (!read.success) throw wrong(call, `a bulk request (${problemOf(read.error)})`);
  return read.data as BulkRequest;
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.slice(0, 200);
}

function sizeOf({ create = [], update = [], upsert, delete: removed = [] }: BulkRequest): number {
  return create.length + update.length + (upsert?.rows.length ?? 0) + removed.length;
}

function isTexts(value: JsonValue | undefined): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function wrong({ method }: HostCall, expected: string): StrataError {
  return new StrataError('plugin_bad_argument', { method, expected });
}

/** Rows of the API are JSON; their types say less. */
function json(value: unknown): JsonValue {
  return value as JsonValue;
}

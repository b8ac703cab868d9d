import { z } from 'zod';
import { exportRecords } from '../../records/export/export-records.ts';
import type { ExportFormat, ExportRequest } from '../../records/export/export-request.ts';
import { contentDisposition } from '../content-disposition.ts';
import type { RequestContext } from '../request-context.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Answer, type Route } from '../route.ts';
import { flag, json } from '../wire/values.ts';

const tag = 'Records';
const ofObject = z.strictObject({ object: z.string() });

const filter = z.string().max(20_000).optional().meta({ description: 'CEL with bare field names.' });
const sort = z.string().max(1_000).optional();
const format = z.enum(['csv', 'json', 'jsonl']).optional().meta({ description: 'Default csv; jsonl: one on a line.' });
const headings = z.enum(['labels', 'names']).optional().meta({ description: 'csv: the first line; default labels.' });
const values = z
  .enum(['formatted', 'canonical'])
  .optional()
  .meta({ description: 'csv: cells as people read them, in their time zone (the default), or as the API gives them.' });

const success = {
  status: 200,
  description: 'All of them, however many; `X-Record-Count` says how many there were as it began',
  media: ['text/csv', 'application/json', 'application/x-ndjson'],
  schema: json,
};

/** Ten thousand ids. */
const BODY_LIMIT = 1_048_576;

export const exportRoutes: readonly Route[] = [
  route({
    id: 'exportRecords',
    method: 'GET',
    path: '/api/records/{object}/export',
    tag,
    summary: 'Take records out as a file; needs the grant to export',
    door: 'export',
    params: ofObject,
    query: z.strictObject({
      format,
      fields: z
        .string()
        .max(20_000)
        .optional()
        .meta({ description: 'Field names and dotted paths, separated by commas; all that can be read without any.' }),
      filter,
      sort,
      deleted: flag.optional().meta({ description: 'true: out of the recycle bin.' }),
      headings,
      values,
    }),
    success,
    handle: ({ ctx, params, query: { fields, ...rest } }) =>
      exported(ctx, params.object, {
        ...rest,
        fields: fields?.split(',').flatMap((field) => (field.trim() === '' ? [] : [field.trim()])),
      }),
  }),
  route({
    id: 'exportChosenRecords',
    method: 'POST',
    path: '/api/records/{object}/export',
    tag,
    summary: 'Take records out as a file, only some or by a long filter',
    door: 'export',
    params: ofObject,
    body: z.strictObject({
      format,
      fields: z.array(z.string()).max(500).optional(),
      filter,
      sort,
      ids: z.array(z.string()).optional().meta({ description: 'Only these records, 10,000 at most.' }),
      deleted: z.boolean().optional(),
      headings,
      values,
    }),
    bodyLimit: BODY_LIMIT,
    success,
    handle: ({ ctx, params, body }) => exported(ctx, params.object, body),
  }),
];

const MEDIA: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

async function exported(ctx: RequestContext, name: string, request: ExportRequest): Promise<Answer> {
  const object = requestedObject(ctx, name);
  const { count, content } = await exportRecords(ctx, object, request);
  const media = request.format ?? 'csv';
  const file = `${ctx.catalog.object(object).label_plural[ctx.locale]}.${media}`;
  return {
    stream: content,
    headers: {
      'Content-Type': MEDIA[media],
      'Content-Disposition': contentDisposition('attachment', file),
      'X-Record-Count': String(count),
      'X-Content-Type-Options': 'nosniff',
    },
  };
}

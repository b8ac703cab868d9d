import { z } from 'zod';
import { failingFile, fieldReadEverywhere, keptFile, messageOf } from '../kept-values.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { id, wholeNumber } from '../wire/values.ts';

const tag = 'Studio';
const door = 'configuration';
const right = 'configure';
const ofField = z.strictObject({ object: z.string(), field: z.string() });
const csv = { status: 200, description: 'A CSV file', media: 'text/csv', schema: z.string() };
const MOST = 200;

const keptValue = z
  .strictObject({
    record_id: id,
    value: z.string(),
    message: z.string(),
    type: z.string().meta({ description: "The field's type when it had the value." }),
    release: z.int().meta({ description: 'The release that changed the type.' }),
  })
  .meta({ id: 'KeptValue' });

/** What a changed type does to values: those that would not convert, and those that did not. */
export const keptValueRoutes: readonly Route[] = [
  route({
    id: 'failingValues',
    method: 'GET',
    path: '/api/studio/type-changes/{object}/{field}/failing.csv',
    tag,
    summary: 'All values that would not convert if the draft of a layer were published, as a CSV file',
    door,
    right,
    params: ofField,
    query: z.strictObject({ layer: z.string().optional() }),
    success: csv,
    async handle({ ctx, params, query }) {
      const object = requestedObject(ctx, params.object);
      const values = await ctx.workspace.model.failingValues(query.layer ?? 'workspace', object, params.field);
      // Under its live name: the draft may have renamed it.
      fieldReadEverywhere(ctx, values.object, values.field);
      return { stream: failingFile(ctx, values.batches), headers: fileHeaders(`${object}-${params.field}.csv`) };
    },
  }),
  route({
    id: 'keptValues',
    method: 'GET',
    path: '/api/studio/kept-values/{object}/{field}',
    tag,
    summary: "Values that the field's present type could not take; they are kept, and come back with the former type",
    door,
    right,
    params: ofField,
    query: z.strictObject({ after: id.optional(), limit: wholeNumber.optional() }),
    success: {
      status: 200,
      description: 'A page in the order of the records',
      schema: z.strictObject({ data: z.array(keptValue), count: z.int(), next: id.nullable() }),
    },
    async handle({ ctx, params, query }) {
      const field = fieldReadEverywhere(ctx, requestedObject(ctx, params.object), params.field);
      const limit = Math.min(Math.max(query.limit ?? 50, 1), MOST);
      const { model } = ctx.workspace;
      const rows = await model.keptValues(field, query.after ?? null, limit);
      const data = rows.map(({ issue, ...row }) => ({ ...row, message: messageOf(ctx, issue) }));
      const next = rows.length < limit ? null : rows.at(-1)!.record_id;
      return { body: { data, count: await model.countKeptValues(field), next } };
    },
  }),
  route({
    id: 'keptValuesFile',
    method: 'GET',
    path: '/api/studio/kept-values/{object}/{field}/values.csv',
    tag,
    summary: "Values that the field's present type could not take, as a CSV file",
    door,
    right,
    params: ofField,
    success: csv,
    async handle({ ctx, params }) {
      const object = requestedObject(ctx, params.object);
      const field = fieldReadEverywhere(ctx, object, params.field);
      return { stream: keptFile(ctx, field), headers: fileHeaders(`${object}-${params.field}.csv`) };
    },
  }),
];

function fileHeaders(name: string): Record<string, string> {
  return {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}"`,
  };
}

import { objectSchema, type JsonSchema } from '@stratacrm/sdk';
import { z } from 'zod';
import { readableModel } from '../../access/readable-model.ts';
import { route, type Route } from '../route.ts';
import { modelResponse } from '../wire/studio.ts';

const tag = 'Model';
const door = 'model';
const cached = { headers: ['If-None-Match'], cacheable: true } as const;
const PRIVATE = { 'Cache-Control': 'private, no-cache' };

export const modelRoutes: readonly Route[] = [
  route({
    id: 'getModel',
    method: 'GET',
    path: '/api/model',
    tag,
    summary: 'The effective model for me, with my rights',
    door,
    ...cached,
    success: { status: 200, description: 'The model', schema: modelResponse },
    handle: ({ ctx }) => ({
      body: readableModel(ctx.catalog, ctx.access),
      headers: { ...PRIVATE, ETag: `"${ctx.catalog.etag}-${ctx.access.key}"` },
    }),
  }),
  route({
    id: 'getModelSchema',
    method: 'GET',
    path: '/api/model/schema',
    tag,
    summary: 'JSON Schema of the records of every object I may see',
    door,
    ...cached,
    success: {
      status: 200,
      description: 'Schemas by object',
      schema: z.strictObject({ objects: z.record(z.string(), z.looseObject({ type: z.literal('object') })) }),
    },
    handle({ ctx }) {
      const model = readableModel(ctx.catalog, ctx.access);
      const schemas = Object.keys(model.objects).map((name): [string, JsonSchema] => [
        name,
        objectSchema(model, name, { locale: ctx.locale }),
      ]);
      return {
        body: { objects: Object.fromEntries(schemas) },
        headers: { ...PRIVATE, ETag: `"${ctx.catalog.etag}-${ctx.access.key}-${ctx.locale}"`, Vary: 'Accept-Language' },
      };
    },
  }),
];

import { type DocumentKind } from '@stratacrm/sdk';
import { z } from 'zod';
import { compileAccess } from '../../access/compile-access.ts';
import { testRule } from '../test-rule.ts';
import { record } from '../wire/records.ts';
import type { TestedRule } from '../../records/breaking-records.ts';
import { countFilled } from '../../records/count-filled.ts';
import { readableModel } from '../../access/readable-model.ts';
import { tagOf } from '../etag.ts';
import { asReadable } from '../kept-values.ts';
import { requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import {
  document,
  conversionProgress,
  documentChange,
  documentInfo,
  documentInput,
  fillRates,
  layerInfo,
  modelResponse,
  publishPlan,
  releaseInfo,
} from '../wire/studio.ts';
import { data, wholeNumber } from '../wire/values.ts';

const tag = 'Studio';
const door = 'configuration';
const right = 'configure';
const ofLayer = z.strictObject({ layer: z.string() });
const ofDocument = z.strictObject({ layer: z.string(), kind: z.string(), key: z.string() });
const ofRelease = z.strictObject({ number: wholeNumber });
const layers = z.array(z.string()).max(100);
const published = z.strictObject({ release: releaseInfo });

export const studioRoutes: readonly Route[] = [
  route({
    id: 'listLayers',
    method: 'GET',
    path: '/api/studio/layers',
    tag,
    summary: 'All layers, lowest first',
    door,
    right,
    success: { status: 200, description: 'Layers', schema: data(z.array(layerInfo)) },
    handle: async ({ ctx }) => ({ body: { data: await ctx.workspace.model.layers() } }),
  }),
  route({
    id: 'listDocuments',
    method: 'GET',
    path: '/api/studio/documents',
    tag,
    summary: 'Documents as a layer and its draft see them',
    door,
    right,
    query: z.strictObject({ layer: z.string().optional(), kind: z.string().optional(), object: z.string().optional() }),
    success: { status: 200, description: 'Documents', schema: data(z.array(documentInfo)) },
    async handle({ ctx, query }) {
      const { layer = 'workspace', kind, object } = query;
      const wanted = { layer, ...(kind && { kind: kind as DocumentKind }), ...(object && { object }) };
      return { body: { data: await ctx.workspace.model.documents(wanted) } };
    },
  }),
  route({
    id: 'putDocument',
    method: 'PUT',
    path: '/api/studio/layers/{layer}/documents/{kind}/{key}',
    tag,
    summary: 'Put a whole document into the draft of a layer',
    door,
    right,
    params: ofDocument,
    body: documentInput,
    headers: ['If-Match', 'If-None-Match'],
    success: { status: 200, description: 'The document as the layer now sees it', schema: data(documentInfo) },
    async handle({ ctx, params: { layer, kind, key }, body, header }) {
      const expected = header('If-None-Match')?.trim() === '*' ? null : tagOf(header('If-Match'));
      const saved = await ctx.workspace.model.putDocument(ctx, layer, kind, key, body, expected);
      return { body: { data: saved }, headers: { ETag: `"${saved.version}"` } };
    },
  }),
  route({
    id: 'deleteDocument',
    method: 'DELETE',
    path: '/api/studio/layers/{layer}/documents/{kind}/{key}',
    tag,
    summary: "Take a layer's addition or patch out of its draft",
    door,
    right,
    params: ofDocument,
    headers: ['If-Match'],
    success: { status: 204, description: 'Taken out' },
    async handle({ ctx, params: { layer, kind, key }, header }) {
      await ctx.workspace.model.deleteDocument(ctx, layer, kind, key, tagOf(header('If-Match')));
      return {};
    },
  }),
  route({
    id: 'renameDocument',
    method: 'POST',
    path: '/api/studio/layers/{layer}/rename',
    tag,
    summary: 'Rename a document and all that refers to it',
    door,
    right,
    params: ofLayer,
    body: z.strictObject({ kind: z.string(), key: z.string(), to: z.string() }),
    success: { status: 200, description: 'The renamed document', schema: data(documentInfo) },
    async handle({ ctx, params, body: { kind, key, to } }) {
      return { body: { data: await ctx.workspace.model.renameDocument(ctx, params.layer, kind, key, to) } };
    },
  }),
  route({
    id: 'discardDraft',
    method: 'DELETE',
    path: '/api/studio/layers/{layer}/draft',
    tag,
    summary: 'Throw the draft of a layer away',
    door,
    right,
    params: ofLayer,
    success: {
      status: 200,
      description: 'How many documents were in it',
      schema: data(z.strictObject({ discarded: z.int() })),
    },
    async handle({ ctx, params }) {
      return { body: { data: { discarded: await ctx.workspace.model.discardDraft(ctx, params.layer) } } };
    },
  }),
  route({
    id: 'previewModel',
    method: 'GET',
    path: '/api/studio/preview',
    tag,
    summary: 'The model as it would be if the draft of a layer were published',
    door,
    right,
    query: z.strictObject({ layer: z.string().optional() }),
    success: { status: 200, description: 'The model', schema: modelResponse },
    async handle({ ctx, query }) {
      const preview = await ctx.workspace.model.previewCatalog(query.layer ?? 'workspace');
      return { body: readableModel(preview, compileAccess(preview, ctx.actor.roles)) };
    },
  }),
  route({
    id: 'planPublish',
    method: 'POST',
    path: '/api/studio/plan',
    tag,
    summary: 'What publishing would change, touch and need',
    door,
    right,
    body: z.strictObject({ layer: z.string().optional(), layers: layers.optional() }).optional(),
    success: { status: 200, description: 'The plan', schema: publishPlan },
    async handle({ ctx, body }) {
      const wanted = body?.layers ?? (body?.layer === undefined ? undefined : [body.layer]);
      const plan = await ctx.workspace.model.plan(wanted, ctx.locale);
      return { body: { ...plan, conversions: plan.conversions.map((each) => asReadable(ctx, each)) } };
    },
  }),
  route({
    id: 'testRule',
    method: 'POST',
    path: '/api/studio/test-rule',
    tag,
    summary: 'How many records a validation rule would refuse as they are',
    door,
    right,
    body: z.strictObject({
      layer: z.string().optional(),
      rule: z.looseObject({ object: z.string(), assert: z.string(), when: z.string().optional() }),
    }),
    success: {
      status: 200,
      description: 'How many, and some of them',
      schema: z.strictObject({
        breaking: z.int().nullable().meta({ description: 'null: it could not be tried; `untested` says why.' }),
        sample: z.array(record),
        untested: z.enum(['not_live', 'about_changes']).nullable(),
      }),
    },
    handle: async ({ ctx, body }) => ({
      body: await testRule(ctx, body.layer ?? 'workspace', body.rule as TestedRule),
    }),
  }),
  route({
    id: 'fillRates',
    method: 'GET',
    path: '/api/studio/fill-rates',
    tag,
    summary: 'How many records have a value in each field of an object',
    door: 'fill rates',
    right,
    query: z.strictObject({ object: z.string() }),
    success: { status: 200, description: 'Counts of what the reader may see', schema: data(fillRates) },
    handle: async ({ ctx, query }) => ({
      body: { data: await countFilled(ctx, requestedObject(ctx, query.object)) },
    }),
  }),
  route({
    id: 'publish',
    method: 'POST',
    path: '/api/studio/publish',
    tag,
    summary: 'Make the drafts the live release',
    door,
    right,
    body: z
      .strictObject({
        layers: layers.optional(),
        message: z.string().max(2000).optional(),
        expected: z.int().optional().meta({ description: 'Refuse when another release than this is live.' }),
      })
      .optional(),
    success: { status: 200, description: 'The new release', schema: published },
    async handle({ ctx, body = {} }) {
      const { layers: wanted, message, expected } = body;
      const input = {
        ...(wanted && { layers: wanted }),
        ...(message && { message }),
        ...(expected !== undefined && { expected }),
      };
      return { body: { release: await ctx.workspace.model.publish(ctx, input) } };
    },
  }),
  route({
    id: 'publishProgress',
    method: 'GET',
    path: '/api/studio/publish',
    tag,
    summary: 'Fields whose values a publish is converting just now, and how far it has come',
    door,
    right,
    success: { status: 200, description: 'Empty when nothing is converted', schema: data(z.array(conversionProgress)) },
    handle: async ({ ctx }) => ({ body: { data: await ctx.workspace.model.conversionsUnderWay() } }),
  }),
  route({
    id: 'listReleases',
    method: 'GET',
    path: '/api/studio/releases',
    tag,
    summary: 'All releases, newest first',
    door,
    right,
    success: { status: 200, description: 'Releases', schema: data(z.array(releaseInfo)) },
    handle: async ({ ctx }) => ({ body: { data: await ctx.workspace.model.releases() } }),
  }),
  route({
    id: 'getRelease',
    method: 'GET',
    path: '/api/studio/releases/{number}',
    tag,
    summary: 'A release: what it changed and all documents under it',
    door,
    right,
    params: ofRelease,
    success: {
      status: 200,
      description: 'The release',
      schema: z.strictObject({ release: releaseInfo, diff: z.array(documentChange), documents: z.array(document) }),
    },
    handle: async ({ ctx, params }) => ({ body: await ctx.workspace.model.release(params.number) }),
  }),
  route({
    id: 'rollback',
    method: 'POST',
    path: '/api/studio/releases/{number}/rollback',
    tag,
    summary: 'Publish the documents of an older release as a new one',
    door,
    right,
    params: ofRelease,
    success: { status: 200, description: 'The new release', schema: published },
    handle: async ({ ctx, params }) => ({ body: { release: await ctx.workspace.model.rollback(ctx, params.number) } }),
  }),
];

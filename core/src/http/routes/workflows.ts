import { formFields, type JsonValue } from '@stratacrm/sdk';
import { z } from 'zod';
import { getRecord } from '../../records/get-record.ts';
import { checkLimit } from '../../records/query/limit.ts';
import { cancelRun, rerun, resumeRun } from '../../workflow/runs/change-run.ts';
import { changeMany } from '../../workflow/runs/change-many.ts';
import { listRuns, workflowMetrics } from '../../workflow/runs/list-runs.ts';
import { presentForRecord, presentRun, presentRunDetail } from '../../workflow/runs/present-run.ts';
import { offeredWorkflows, startManually } from '../../workflow/start/start-manually.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { data, id, json, wholeNumber } from '../wire/values.ts';
import {
  offeredWorkflow,
  recordRun,
  runsChanged,
  runStatus,
  workflowMetric,
  workflowRun,
  workflowRunDetail,
} from '../wire/workflow.ts';

const tag = 'Workflows';
const right = 'configure';
const door = 'configuration';
const byId = z.strictObject({ id });
const ofRecord = z.strictObject({ object: z.string(), id: z.string() });
const begun = z.strictObject({ run: id });

export const workflowRoutes: readonly Route[] = [
  route({
    id: 'listRuns',
    method: 'GET',
    path: '/api/workflows/runs',
    tag,
    summary: 'Runs of workflows, newest first',
    door,
    right,
    query: z.strictObject({
      workflow: z.string().max(50).optional(),
      status: runStatus.optional(),
      record: id.optional(),
      before: id.optional(),
      limit: wholeNumber.optional(),
    }),
    success: {
      status: 200,
      description: 'Runs; `next` is the `before` of the next page',
      schema: z.strictObject({ data: z.array(workflowRun), next: id.nullable() }),
    },
    async handle({ ctx, query }) {
      const limit = checkLimit(query.limit, 50);
      const { runs, more } = await listRuns(ctx.db, { ...query, limit });
      return {
        body: {
          data: runs.map((run) => presentRun(ctx.catalog, ctx.locale, run)),
          next: more ? runs.at(-1)!.id : null,
        },
      };
    },
  }),
  route({
    id: 'getRun',
    method: 'GET',
    path: '/api/workflows/runs/{id}',
    tag,
    summary: 'A run with each of its steps',
    door,
    right,
    params: byId,
    success: { status: 200, description: 'The run', schema: data(workflowRunDetail) },
    handle: async ({ ctx, params }) => {
      const { definitions } = ctx.workspace.workflows;
      return { body: { data: await presentRunDetail(ctx.db, ctx.catalog, definitions, ctx.locale, params.id) } };
    },
  }),
  route({
    id: 'cancelRun',
    method: 'POST',
    path: '/api/workflows/runs/{id}/cancel',
    tag,
    summary: 'End a run; what it has done stays',
    door,
    right,
    params: byId,
    success: { status: 204, description: 'It is cancelled' },
    async handle({ ctx, params }) {
      await cancelRun(ctx.workspace.database, params.id);
      return {};
    },
  }),
  route({
    id: 'resumeRun',
    method: 'POST',
    path: '/api/workflows/runs/{id}/resume',
    tag,
    summary: 'Let a failed run go on from the step that failed',
    door,
    right,
    params: byId,
    body: z
      .strictObject({
        version: z
          .enum(['own', 'live'])
          .optional()
          .meta({ description: 'With the document it began with (default), or with the one that is live now.' }),
      })
      .optional(),
    success: { status: 204, description: 'It goes on' },
    async handle({ ctx, params, body }) {
      const { database, workflows } = ctx.workspace;
      await resumeRun(database, workflows.definitions, ctx.catalog, params.id, body?.version ?? 'own');
      return {};
    },
  }),
  route({
    id: 'changeRuns',
    method: 'POST',
    path: '/api/workflows/runs/change',
    tag,
    summary: 'Resume or end many runs alike; each stands or fails by itself',
    door,
    right,
    body: z.strictObject({
      ids: z.array(id).min(1).max(200),
      how: z.enum(['resume', 'resume_live', 'cancel']).meta({
        description: 'Resume with the document it began with, or with the one that is live now; or end it.',
      }),
    }),
    success: { status: 200, description: 'What became of them', schema: data(runsChanged) },
    async handle({ ctx, body }) {
      const { database, workflows } = ctx.workspace;
      const change = (run: string): Promise<void> =>
        body.how === 'cancel'
          ? cancelRun(database, run)
          : resumeRun(database, workflows.definitions, ctx.catalog, run, body.how === 'resume' ? 'own' : 'live');
      return { body: { data: await changeMany(ctx.locale, body.ids, change) } };
    },
  }),
  route({
    id: 'rerunWorkflow',
    method: 'POST',
    path: '/api/workflows/runs/{id}/rerun',
    tag,
    summary: 'Begin the run anew with the workflow as it is live now',
    door,
    right,
    params: byId,
    success: { status: 201, description: 'The new run', schema: data(begun) },
    async handle({ ctx, params }) {
      const { database, workflows } = ctx.workspace;
      const run = await rerun(database, workflows.definitions, ctx.catalog, params.id, ctx.now);
      return { body: { data: { run } } };
    },
  }),
  route({
    id: 'workflowMetrics',
    method: 'GET',
    path: '/api/workflows/metrics',
    tag,
    summary: 'What each workflow did in the last days',
    door,
    right,
    query: z.strictObject({ days: wholeNumber.optional() }),
    success: { status: 200, description: 'Figures of each workflow', schema: data(z.array(workflowMetric)) },
    async handle({ ctx, query }) {
      const days = Math.min(Math.max(query.days ?? 30, 1), 365);
      return { body: { data: await workflowMetrics(ctx.db, days) } };
    },
  }),
  route({
    id: 'recordRuns',
    method: 'GET',
    path: '/api/records/{object}/{id}/runs',
    tag,
    summary: 'Workflows that ran for a record',
    door: 'runs',
    params: ofRecord,
    success: { status: 200, description: 'The newest fifty', schema: data(z.array(recordRun)) },
    async handle({ ctx, params }) {
      const object = requestedObject(ctx, params.object);
      const record = requestedId(params.id);
      await getRecord(ctx, object, record, { fields: ['id'] });
      const { runs } = await listRuns(ctx.db, { record, limit: 50 });
      return { body: { data: runs.map((run) => presentForRecord(ctx.catalog, run)) } };
    },
  }),
  route({
    id: 'offeredWorkflows',
    method: 'GET',
    path: '/api/records/{object}/{id}/workflows',
    tag,
    summary: 'Workflows whose button stands on a record',
    door: 'runs',
    params: ofRecord,
    success: { status: 200, description: 'Buttons and what they ask for', schema: data(z.array(offeredWorkflow)) },
    async handle({ ctx, params }) {
      const object = requestedObject(ctx, params.object);
      const offered = await offeredWorkflows(ctx, object, requestedId(params.id));
      return {
        body: {
          data: offered.map(({ name, label, trigger }) => ({
            name,
            label,
            form: formFields(trigger.settings['form']),
          })),
        },
      };
    },
  }),
  route({
    id: 'startWorkflow',
    method: 'POST',
    path: '/api/records/{object}/{id}/workflows/{workflow}',
    tag,
    summary: 'Press the button of a workflow',
    door: 'runs',
    params: z.strictObject({ object: z.string(), id: z.string(), workflow: z.string().max(50) }),
    body: z.strictObject({ input: z.record(z.string().max(50), json).optional() }).optional(),
    success: { status: 202, description: 'It runs in the background', schema: data(begun) },
    async handle({ ctx, params, body }) {
      requestedObject(ctx, params.object);
      const run = await startManually(ctx, ctx.workspace.workflows.definitions, {
        workflow: params.workflow,
        object: params.object,
        record: requestedId(params.id),
        input: (body?.input ?? {}) as { [name: string]: JsonValue },
      });
      return { body: { data: { run } } };
    },
  }),
];

import type { JsonValue } from '@stratacrm/sdk';
import { z } from 'zod';
import { workflowDays } from '../../workflow/runs/list-runs.ts';
import { workflowVersions } from '../../workflow/runs/versions.ts';
import { recentBeginnings } from '../../workflow/trial/recent-beginnings.ts';
import { presentReplay, presentReplayDetail, presentTrial } from '../../workflow/trial/present-trial.ts';
import { cancelReplay, changedByReplay, listReplays, requireReplay, startReplay } from '../../workflow/trial/replay.ts';
import { runTests } from '../../workflow/trial/run-tests.ts';
import { triedDocument } from '../../workflow/trial/tried-document.ts';
import { tryOne } from '../../workflow/trial/try-one.ts';
import { undone } from '../../workflow/trial/undone.ts';
import { route, type Route } from '../route.ts';
import { replay, replayDetail, trialBeginning, trialResult, workflowTestResult } from '../wire/trial.ts';
import { data, id, json, wholeNumber } from '../wire/values.ts';
import { workflowDay, workflowVersion } from '../wire/workflow.ts';

const tag = 'Workflows';
const right = 'configure';
const door = 'trials';
const named = z.strictObject({ workflow: z.string().max(50) });
const byId = z.strictObject({ id });
const document = z
  .record(z.string().max(50), json)
  .optional()
  .meta({ description: 'The workflow as it stands in a draft; absent: the published one.' });
const values = z.record(z.string().max(50), json);

export const trialRoutes: readonly Route[] = [
  route({
    id: 'workflowDays',
    method: 'GET',
    path: '/api/workflows/{workflow}/days',
    tag,
    summary: 'What a workflow did, day by day',
    door: 'configuration',
    right,
    params: named,
    query: z.strictObject({ days: wholeNumber.optional() }),
    success: { status: 200, description: 'Days with runs, oldest first', schema: data(z.array(workflowDay)) },
    async handle({ ctx, params, query }) {
      const days = Math.min(Math.max(query.days ?? 30, 1), 365);
      const zone = ctx.catalog.model.workspace.time_zone;
      return { body: { data: await workflowDays(ctx.db, params.workflow, days, zone) } };
    },
  }),
  route({
    id: 'workflowVersions',
    method: 'GET',
    path: '/api/workflows/{workflow}/versions',
    tag,
    summary: 'Published versions of a workflow, newest first',
    door: 'configuration',
    right,
    params: named,
    success: { status: 200, description: 'The last twenty', schema: data(z.array(workflowVersion)) },
    async handle({ ctx, params }) {
      return { body: { data: await workflowVersions(ctx.db, params.workflow) } };
    },
  }),
  route({
    id: 'tryWorkflow',
    method: 'POST',
    path: '/api/workflows/{workflow}/try',
    tag,
    summary: 'What a workflow would do for one record; nothing of it stays',
    door,
    right,
    params: named,
    body: z.strictObject({
      document,
      record: id.optional(),
      change: id.optional().meta({ description: 'A change of the record: it is tried as the record was then.' }),
      input: values.optional().meta({
        description: 'What the trigger tells, by the names that steps know: `payload_order_no`, `mail_subject`.',
      }),
      assumed: z
        .record(
          z.string().max(50),
          z.strictObject({
            outcome: z.string().max(50).optional(),
            results: values.optional(),
            response: json.optional(),
          }),
        )
        .optional()
        .meta({ description: 'Step → what is taken for granted instead of doing it.' }),
    }),
    success: {
      status: 200,
      description: 'Each step, what would be written, sent and called',
      schema: data(trialResult),
    },
    async handle({ ctx, params, body }) {
      const tried = await tryOne(ctx, ctx.workspace.workflows, {
        document: triedDocument(ctx, params.workflow, body.document),
        record: body.record,
        change: body.change,
        input: body.input as { [name: string]: JsonValue } | undefined,
        assumed: body.assumed as Parameters<typeof tryOne>[2]['assumed'],
      });
      return { body: { data: presentTrial(ctx.locale, tried) } };
    },
  }),
  route({
    id: 'workflowBeginnings',
    method: 'POST',
    path: '/api/workflows/{workflow}/beginnings',
    tag,
    summary: 'The last changes that would have begun a workflow, of records the caller may read',
    door,
    right,
    params: named,
    body: z.strictObject({ document }),
    success: { status: 200, description: 'Newest first', schema: data(z.array(trialBeginning)) },
    async handle({ ctx, params, body }) {
      const workflow = triedDocument(ctx, params.workflow, body.document);
      return { body: { data: await recentBeginnings(ctx, workflow) } };
    },
  }),
  route({
    id: 'testWorkflow',
    method: 'POST',
    path: '/api/workflows/{workflow}/tests',
    tag,
    summary: 'Run the tests of a workflow',
    door,
    right,
    params: named,
    body: z.strictObject({ document }),
    success: { status: 200, description: 'How each test went', schema: data(z.array(workflowTestResult)) },
    async handle({ ctx, params, body }) {
      const workflow = triedDocument(ctx, params.workflow, body.document);
      const { database, workflows } = ctx.workspace;
      const results = await undone(database, (tx) => runTests(workflows, tx, ctx.catalog, workflow));
      return {
        body: {
          data: results.map(({ test, problems }) => ({
            test,
            passed: problems.length === 0,
            problems: problems.map((problem) => problem[ctx.locale]),
          })),
        },
      };
    },
  }),
  route({
    id: 'replayWorkflow',
    method: 'POST',
    path: '/api/workflows/{workflow}/replays',
    tag,
    summary: 'Have a workflow replayed over the last days; nothing of it stays',
    door,
    right,
    params: named,
    body: z.strictObject({ document, days: z.int().min(1).max(365) }),
    success: { status: 202, description: 'It runs in the background', schema: data(byId) },
    async handle({ ctx, params, body }) {
      const workflow = triedDocument(ctx, params.workflow, body.document);
      const begun = await startReplay(ctx, ctx.workspace.workflows, { document: workflow, days: body.days });
      return { body: { data: { id: begun } } };
    },
  }),
  route({
    id: 'listReplays',
    method: 'GET',
    path: '/api/workflows/{workflow}/replays',
    tag,
    summary: 'Replays of a workflow, newest first',
    door,
    right,
    params: named,
    success: { status: 200, description: 'The last twenty', schema: data(z.array(replay)) },
    async handle({ ctx, params }) {
      const rows = await listReplays(ctx.db, params.workflow);
      const shown = [];
      for (const row of rows) shown.push(presentReplay(ctx, row, await changedByReplay(ctx.db, row.id)));
      return { body: { data: shown } };
    },
  }),
  route({
    id: 'getReplay',
    method: 'GET',
    path: '/api/workflows/replays/{id}',
    tag,
    summary: 'How far a replay is and what it found out',
    door,
    right,
    params: byId,
    success: {
      status: 200,
      description: 'Counts are exact; of the records a sample is kept',
      schema: data(replayDetail),
    },
    async handle({ ctx, params }) {
      const row = await requireReplay(ctx.db, params.id);
      return { body: { data: await presentReplayDetail(ctx, row, await changedByReplay(ctx.db, row.id)) } };
    },
  }),
  route({
    id: 'cancelReplay',
    method: 'POST',
    path: '/api/workflows/replays/{id}/cancel',
    tag,
    summary: 'Stop a replay; what it found out stays',
    door,
    right,
    params: byId,
    success: { status: 204, description: 'It has stopped' },
    async handle({ ctx, params }) {
      await cancelReplay(ctx.workspace.database, params.id);
      return {};
    },
  }),
];

import { StrataError, WORK_LISTS, describeError, type JsonValue } from '@stratacrm/sdk';
import { z } from 'zod';
import { requireAdministered } from '../../access/administered.ts';
import { personOf } from '../../access/people-context.ts';
import { checkLimit } from '../../records/query/limit.ts';
import { completeTask, decideTask } from '../../workflow/people/decide-task.ts';
import { decideByLink, showLink } from '../../workflow/people/decision-link.ts';
import {
  claimTask,
  commentTask,
  handOnTask,
  recallTask,
  releaseTask,
  takeBackTask,
} from '../../workflow/people/hand-on.ts';
import { countTasks, listTasks } from '../../workflow/people/list-tasks.ts';
import { recordTasks } from '../../workflow/people/record-tasks.ts';
import { showTask } from '../../workflow/people/show-task.ts';
import { changeWorkProfile, readWorkProfile } from '../../workflow/people/work-profile.ts';
import type { RequestContext } from '../request-context.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { data, id, json, wholeNumber } from '../wire/values.ts';
import {
  bulkDecision,
  decisionPage,
  ownProfileInput,
  workCount,
  workDetail,
  workItem,
  workProfile,
  workProfileInput,
} from '../wire/work.ts';

const tag = 'Tasks and approvals';
const door = 'work';
const byId = z.strictObject({ id });
const byUser = z.strictObject({ id });
const byLink = z.strictObject({ link: z.string().min(20).max(100) });
const comment = z.string().max(5_000).optional();
const decision = z.enum(['approved', 'rejected']);
const detail = { status: 200, description: 'As it is now', schema: data(workDetail) };
const maybeComment = z.strictObject({ comment }).optional();

/** How many one may decide in one go. */
const MOST = 100;

/** A change of one task, answered with the task as it is then. */
function change<Body extends z.ZodType>(
  name: string,
  path: string,
  summary: string,
  body: Body,
  work: (ctx: RequestContext, task: string, body: z.output<Body>) => Promise<void>,
): Route {
  return route({
    id: name,
    method: 'POST',
    path: `/api/my-work/{id}/${path}`,
    tag,
    summary,
    door,
    params: byId,
    body,
    success: detail,
    async handle({ ctx, params, body: given }) {
      await work(ctx, params.id, given);
      return { body: { data: await showTask(ctx, params.id) } };
    },
  });
}

export const workRoutes: readonly Route[] = [
  route({
    id: 'listWork',
    method: 'GET',
    path: '/api/my-work',
    tag,
    summary: 'Tasks and approvals that concern me',
    door,
    query: z.strictObject({
      show: z.enum(WORK_LISTS).optional().meta({ description: 'Default `mine`; `all` is for administrators.' }),
      kind: z.enum(['task', 'approval']).optional(),
      record: id.optional(),
      limit: wholeNumber.optional(),
      offset: wholeNumber.optional(),
    }),
    success: {
      status: 200,
      description: 'The most urgent first; `next` is the `offset` of the next page',
      schema: z.strictObject({ data: z.array(workItem), next: z.int().nullable() }),
    },
    async handle({ ctx, query }) {
      const limit = checkLimit(query.limit, 50);
      const offset = Math.max(query.offset ?? 0, 0);
      const { items, more } = await listTasks(ctx, { ...query, show: query.show ?? 'mine', limit, offset });
      return { body: { data: items, next: more ? offset + limit : null } };
    },
  }),
  route({
    id: 'countWork',
    method: 'GET',
    path: '/api/my-work/count',
    tag,
    summary: 'How much waits for me',
    door,
    success: { status: 200, description: 'Figures', schema: data(workCount) },
    handle: async ({ ctx }) => ({ body: { data: await countTasks(ctx) } }),
  }),
  route({
    id: 'decideMany',
    method: 'POST',
    path: '/api/my-work/decide',
    tag,
    summary: 'Decide several approvals alike; each stands or fails by itself',
    door,
    body: z.strictObject({ ids: z.array(id).min(1).max(MOST), decision, comment }),
    success: { status: 200, description: 'What became of them', schema: data(bulkDecision) },
    async handle({ ctx, body }) {
      const errors: z.infer<typeof bulkDecision>['errors'] = [];
      for (const task of new Set(body.ids)) {
        try {
          await decideTask(ctx, task, body, 'bulk');
        } catch (error) {
          if (!(error instanceof StrataError) || error.status >= 500) throw error;
          const [issue] = error.issues;
          const { code, params } = issue === undefined ? error : { code: issue.code, params: issue.params ?? {} };
          errors.push({ id: task, code, message: describeError(ctx.locale, code, params) });
        }
      }
      return { body: { data: { decided: new Set(body.ids).size - errors.length, errors } } };
    },
  }),
  route({
    id: 'getWork',
    method: 'GET',
    path: '/api/my-work/{id}',
    tag,
    summary: 'A task or an approval with its answers and its history',
    door,
    params: byId,
    success: detail,
    handle: async ({ ctx, params }) => ({ body: { data: await showTask(ctx, params.id) } }),
  }),
  change('decideWork', 'decide', 'Approve or reject', z.strictObject({ decision, comment }), decideTask),
  change(
    'completeWork',
    'complete',
    'Say that a task is done, with the answers to its questions',
    z.strictObject({ answers: z.record(z.string().max(50), json).optional(), comment }).optional(),
    (ctx, task, body) =>
      completeTask(ctx, task, {
        answers: (body?.answers ?? {}) as { [name: string]: JsonValue },
        comment: body?.comment,
      }),
  ),
  change('claimWork', 'claim', 'Take a task, so that others leave it alone', z.strictObject({}).optional(), claimTask),
  change('releaseWork', 'release', 'Give a task back that one has taken', z.strictObject({}).optional(), releaseTask),
  change(
    'handOnWork',
    'hand-on',
    'Have somebody else answer in my place',
    z.strictObject({ to: id, comment }),
    (ctx, task, body) => handOnTask(ctx, task, body.to, body.comment),
  ),
  change('takeBackWork', 'take-back', 'Take back what I have handed on', z.strictObject({}).optional(), takeBackTask),
  change('recallWork', 'recall', 'Withdraw what I have asked for', maybeComment, (ctx, task, body) =>
    recallTask(ctx, task, body?.comment),
  ),
  change(
    'commentWork',
    'comment',
    'Leave a word for those who see it',
    z.strictObject({ comment: z.string().trim().min(1).max(5_000) }),
    (ctx, task, body) => commentTask(ctx, task, body.comment),
  ),
  route({
    id: 'recordWork',
    method: 'GET',
    path: '/api/records/{object}/{id}/work',
    tag,
    summary: 'Tasks and approvals about a record, as far as they concern me',
    door,
    params: z.strictObject({ object: z.string(), id: z.string() }),
    success: { status: 200, description: 'The open ones first', schema: data(z.array(workDetail)) },
    async handle({ ctx, params }) {
      const object = requestedObject(ctx, params.object);
      return { body: { data: await recordTasks(ctx, object, requestedId(params.id)) } };
    },
  }),
  route({
    id: 'showDecision',
    method: 'GET',
    path: '/api/decisions/{link}',
    tag,
    summary: 'What a link in an e-mail asks; looking at it decides nothing',
    door,
    for: 'public',
    params: byLink,
    success: { status: 200, description: 'The question, as its approver may see it', schema: data(decisionPage) },
    handle: async ({ ctx, params }) => ({
      body: { data: await showLink(ctx, ctx.workspace.database, params.link) },
    }),
  }),
  route({
    id: 'decideByLink',
    method: 'POST',
    path: '/api/decisions/{link}',
    tag,
    summary: 'Decide by a link of an e-mail, once',
    door,
    for: 'public',
    params: byLink,
    body: z.strictObject({ decision, comment }),
    success: { status: 204, description: 'It is decided' },
    async handle({ ctx, params, body }) {
      await decideByLink(ctx, ctx.workspace.database, params.link, body);
      return {};
    },
  }),
  route({
    id: 'getOwnWorkProfile',
    method: 'GET',
    path: '/api/me/work',
    tag,
    summary: 'What I can do, and when I am away',
    door: 'none',
    success: { status: 200, description: 'My profile', schema: data(workProfile) },
    handle: async ({ ctx }) => ({ body: { data: await readWorkProfile(ctx.db, personOf(ctx)) } }),
  }),
  route({
    id: 'changeOwnWorkProfile',
    method: 'PATCH',
    path: '/api/me/work',
    tag,
    summary: 'Say when I am away, and who stands in for me',
    door: 'none',
    body: ownProfileInput,
    success: { status: 200, description: 'My profile', schema: data(workProfile) },
    handle: async ({ ctx, body }) => ({ body: { data: await changeWorkProfile(ctx, personOf(ctx), body) } }),
  }),
  route({
    id: 'getWorkProfile',
    method: 'GET',
    path: '/api/users/{id}/work',
    tag,
    summary: 'What somebody can do, and when he is away',
    door: 'configuration',
    right: 'manage_team_users',
    params: byUser,
    success: { status: 200, description: 'His profile', schema: data(workProfile) },
    async handle({ ctx, params }) {
      await requireAdministered(ctx.db, ctx, params.id);
      return { body: { data: await readWorkProfile(ctx.db, params.id) } };
    },
  }),
  route({
    id: 'changeWorkProfile',
    method: 'PATCH',
    path: '/api/users/{id}/work',
    tag,
    summary: 'Change what somebody can do, and when he is away',
    door: 'configuration',
    right: 'manage_team_users',
    params: byUser,
    body: workProfileInput,
    success: { status: 200, description: 'His profile', schema: data(workProfile) },
    async handle({ ctx, params, body }) {
      await requireAdministered(ctx.db, ctx, params.id);
      return { body: { data: await changeWorkProfile(ctx, params.id, body) } };
    },
  }),
];

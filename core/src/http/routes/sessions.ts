import { z } from 'zod';
import { endOtherSessions, endOwnSession, endUserSessions } from '../../access/end-sessions.ts';
import { listOwnSessions, listUserSessions } from '../../access/list-sessions.ts';
import { route, type Route } from '../route.ts';
import { sessionInfo } from '../wire/people.ts';
import { data, id } from '../wire/values.ts';

const tag = 'Sign-in';
const sessions = data(z.array(sessionInfo));
const ended = data(z.strictObject({ ended: z.int() }));
const ofUser = z.strictObject({ id });
const ofUserSession = z.strictObject({ id, session: id });

export const sessionRoutes: readonly Route[] = [
  route({
    id: 'listMySessions',
    method: 'GET',
    path: '/api/me/sessions',
    tag,
    summary: 'Where I am signed in',
    door: 'none',
    success: { status: 200, description: 'My sessions, the one that asks first', schema: sessions },
    handle: async ({ ctx }) => ({ body: { data: await listOwnSessions(ctx, ctx.sessionId) } }),
  }),
  route({
    id: 'endMyOtherSessions',
    method: 'DELETE',
    path: '/api/me/sessions',
    tag,
    summary: 'Sign out everywhere else',
    door: 'none',
    success: { status: 200, description: 'How many sessions ended', schema: ended },
    handle: async ({ ctx }) => ({ body: { data: { ended: await endOtherSessions(ctx, ctx.sessionId) } } }),
  }),
  route({
    id: 'endMySession',
    method: 'DELETE',
    path: '/api/me/sessions/{session}',
    tag,
    summary: 'Sign out on one device',
    door: 'none',
    params: z.strictObject({ session: id }),
    success: { status: 204, description: 'Its token opens nothing any more' },
    async handle({ ctx, params }) {
      await endOwnSession(ctx, params.session);
      return {};
    },
  }),
  route({
    id: 'listUserSessions',
    method: 'GET',
    path: '/api/users/{id}/sessions',
    tag,
    summary: 'Where a user is signed in',
    door: 'configuration',
    right: 'manage_team_users',
    params: ofUser,
    success: { status: 200, description: 'His sessions', schema: sessions },
    handle: async ({ ctx, params }) => ({ body: { data: await listUserSessions(ctx, params.id, ctx.sessionId) } }),
  }),
  route({
    id: 'endUserSessions',
    method: 'DELETE',
    path: '/api/users/{id}/sessions',
    tag,
    summary: 'Sign a user out everywhere',
    door: 'configuration',
    right: 'manage_team_users',
    params: ofUser,
    success: { status: 200, description: 'How many sessions ended', schema: ended },
    handle: async ({ ctx, params }) => ({ body: { data: { ended: await endUserSessions(ctx, params.id) } } }),
  }),
  route({
    id: 'endUserSession',
    method: 'DELETE',
    path: '/api/users/{id}/sessions/{session}',
    tag,
    summary: 'Sign a user out on one device',
    door: 'configuration',
    right: 'manage_team_users',
    params: ofUserSession,
    success: { status: 204, description: 'Its token opens nothing any more' },
    async handle({ ctx, params }) {
      await endUserSessions(ctx, params.id, params.session);
      return {};
    },
  }),
];

import { SYSTEM_RIGHTS, type Me, type UserInfo } from '@stratacrm/sdk';
import { z } from 'zod';
import { endSeeAs, seeAs } from '../../access/see-as.ts';
import { signIn, signOut } from '../../access/sign-in.ts';
import { personOf } from '../../access/people-context.ts';
import { updateOwnAccount } from '../../access/update-own-account.ts';
import { requireUser } from '../../access/user.ts';
import { admitSignIn } from '../admit-sign-in.ts';
import { sessionCookie } from '../credentials.ts';
import type { RequestContext } from '../request-context.ts';
import { route, type Route } from '../route.ts';
import { me, mePatch, password, userInfo } from '../wire/people.ts';
import { data, id } from '../wire/values.ts';

export const authRoutes: readonly Route[] = [
  route({
    id: 'signIn',
    method: 'POST',
    path: '/api/auth/login',
    tag: 'Sign-in',
    summary: 'Sign in; the token is for programs, the cookie for browsers',
    door: 'none',
    for: 'public',
    body: z
      .strictObject({
        email: z.string().min(1).max(320),
        password: password.min(1),
        code: z
          .string()
          .max(100)
          .optional()
          .meta({ description: 'For those with a second factor; without it the answer is `second_factor_required`.' }),
      })
      .meta({ id: 'Credentials' }),
    success: { status: 200, description: 'Signed in', schema: z.strictObject({ token: z.string(), user: userInfo }) },
    async handle({ ctx, body, header }) {
      const signedIn = await signIn(ctx.workspace, body, ctx.origin);
      await admitSignIn(ctx, signedIn.token);
      return { body: signedIn, headers: { 'Set-Cookie': sessionCookie(signedIn.token, isSecure(header)) } };
    },
  }),
  route({
    id: 'signOut',
    method: 'POST',
    path: '/api/auth/logout',
    tag: 'Sign-in',
    summary: 'End the session',
    door: 'none',
    asViewer: true,
    beforeSecondFactor: true,
    for: 'public',
    success: { status: 204, description: 'Signed out' },
    async handle({ ctx, header }) {
      const { sessionId } = ctx;
      if (sessionId !== null) {
        await ctx.workspace.database.transaction(async (tx) => {
          await signOut(tx, ctx, sessionId);
          await ctx.identities.changed(tx);
        });
      }
      return { headers: { 'Set-Cookie': sessionCookie(null, isSecure(header)) } };
    },
  }),
  route({
    id: 'seeAs',
    method: 'POST',
    path: '/api/see-as',
    tag: 'People',
    summary: 'See the workspace through the eyes of a user, changing nothing; until it is ended, in this session',
    door: 'configuration',
    right: 'manage_users',
    body: z.strictObject({ user: id }),
    success: { status: 204, description: 'From now on the session reads as that user' },
    async handle({ ctx, body }) {
      await seeAs(ctx, ctx.sessionId, body.user);
      return {};
    },
  }),
  route({
    id: 'endSeeAs',
    method: 'DELETE',
    path: '/api/see-as',
    tag: 'People',
    summary: 'See with my own eyes again',
    door: 'none',
    asViewer: true,
    success: { status: 204, description: 'The session is its own again' },
    async handle({ ctx }) {
      await endSeeAs(ctx, ctx.sessionId);
      return {};
    },
  }),
  route({
    id: 'getMe',
    method: 'GET',
    path: '/api/me',
    tag: 'Sign-in',
    summary: 'Who am I',
    door: 'people',
    beforeSecondFactor: true,
    success: { status: 200, description: 'The user who asks', schema: data(me) },
    async handle({ ctx }) {
      return { body: { data: meOf(ctx, await requireUser(ctx.db, personOf(ctx))) } };
    },
  }),
  route({
    id: 'updateMe',
    method: 'PATCH',
    path: '/api/me',
    tag: 'Sign-in',
    summary: 'Change my own account',
    door: 'people',
    body: mePatch,
    success: { status: 200, description: 'The user who asks', schema: data(me) },
    async handle({ ctx, body }) {
      return { body: { data: meOf(ctx, await updateOwnAccount(ctx, body, ctx.sessionId)) } };
    },
  }),
];

/** Roles are those in force: an API key may have fewer than its user. */
function meOf(ctx: RequestContext, user: UserInfo): Me {
  const rights = SYSTEM_RIGHTS.filter((right) => ctx.access.right(right));
  const { lacksSecondFactor: second_factor_needed, viewer: seen_by = null } = ctx;
  const roles = [...ctx.actor.roles];
  const role_labels = Object.fromEntries(
    roles.flatMap((name) => {
      const role = ctx.catalog.roles.get(name);
      return role === undefined ? [] : [[name, role.label]];
    }),
  );
  return { ...user, roles, rights, role_labels, second_factor_needed, seen_by };
}

/** Behind a proxy that speaks HTTPS the cookie must not travel without it. */
function isSecure(header: (name: string) => string | undefined): boolean {
  return header('x-forwarded-proto') === 'https';
}

import { z } from 'zod';
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  ownSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
  userSecondFactor,
} from '../../access/second-factor/second-factor.ts';
import { route, type Route } from '../route.ts';
import { password } from '../wire/people.ts';
import { data, id } from '../wire/values.ts';

const tag = 'Sign-in';
const door = 'none';
const beforeSecondFactor = true;
const code = z.string().min(1).max(100);
const ofUser = z.strictObject({ id });

const info = z
  .strictObject({
    enabled: z.boolean(),
    required: z.boolean().meta({ description: 'A role demands it.' }),
    recovery_codes_left: z.int(),
  })
  .meta({ id: 'SecondFactor' });
const recoveryCodes = data(z.strictObject({ recovery_codes: z.array(z.string()) }));

export const secondFactorRoutes: readonly Route[] = [
  route({
    id: 'getMySecondFactor',
    method: 'GET',
    path: '/api/me/second-factor',
    tag,
    summary: 'Whether I sign in with a code beside my password',
    door,
    beforeSecondFactor,
    success: { status: 200, description: 'How it stands', schema: data(info) },
    handle: async ({ ctx }) => ({ body: { data: await ownSecondFactor(ctx) } }),
  }),
  route({
    id: 'beginSecondFactor',
    method: 'POST',
    path: '/api/me/second-factor',
    tag,
    summary: 'Get a secret for my authenticator app',
    door,
    beforeSecondFactor,
    body: z.strictObject({ current_password: password }),
    success: {
      status: 200,
      description: 'The secret, typed and as the address of a QR code; told once',
      schema: data(z.strictObject({ setup_key: z.string(), uri: z.string() })),
    },
    handle: async ({ ctx, body }) => ({ body: { data: await beginSecondFactor(ctx, body.current_password) } }),
  }),
  route({
    id: 'confirmSecondFactor',
    method: 'POST',
    path: '/api/me/second-factor/confirm',
    tag,
    summary: 'Show a first code: from now on signing in takes one',
    door,
    beforeSecondFactor,
    body: z.strictObject({ code }),
    success: { status: 200, description: 'Recovery codes, told once', schema: recoveryCodes },
    handle: async ({ ctx, body }) => ({
      body: { data: { recovery_codes: await confirmSecondFactor(ctx, body.code) } },
    }),
  }),
  route({
    id: 'renewRecoveryCodes',
    method: 'POST',
    path: '/api/me/second-factor/recovery-codes',
    tag,
    summary: 'New recovery codes in the place of all there are',
    door,
    body: z.strictObject({ current_password: password }),
    success: { status: 200, description: 'Recovery codes, told once', schema: recoveryCodes },
    handle: async ({ ctx, body }) => ({
      body: { data: { recovery_codes: await renewRecoveryCodes(ctx, body.current_password) } },
    }),
  }),
  route({
    id: 'endSecondFactor',
    method: 'POST',
    path: '/api/me/second-factor/end',
    tag,
    summary: 'Sign in with only the password again',
    door,
    body: z.strictObject({ current_password: password, code }),
    success: { status: 204, description: 'The second factor is off' },
    async handle({ ctx, body }) {
      await endSecondFactor(ctx, body.current_password, body.code);
      return {};
    },
  }),
  route({
    id: 'getUserSecondFactor',
    method: 'GET',
    path: '/api/users/{id}/second-factor',
    tag,
    summary: 'Whether a user signs in with a code beside his password',
    door: 'configuration',
    right: 'manage_team_users',
    params: ofUser,
    success: { status: 200, description: 'How it stands', schema: data(info) },
    handle: async ({ ctx, params }) => ({ body: { data: await userSecondFactor(ctx, params.id) } }),
  }),
  route({
    id: 'resetSecondFactor',
    method: 'DELETE',
    path: '/api/users/{id}/second-factor',
    tag,
    summary: 'Take the second factor of a user away who lost his device',
    door: 'configuration',
    right: 'manage_team_users',
    params: ofUser,
    success: { status: 204, description: 'His password is enough again' },
    async handle({ ctx, params }) {
      await resetSecondFactor(ctx, params.id);
      return {};
    },
  }),
];

import type { JsonValue } from '@stratacrm/sdk';
import { z } from 'zod';
import { listPreferences, setPreference } from '../../access/preference.ts';
import { route, type Route } from '../route.ts';
import { data, json } from '../wire/values.ts';

const tag = 'Preferences';

export const preferenceRoutes: readonly Route[] = [
  route({
    id: 'listPreferences',
    method: 'GET',
    path: '/api/preferences',
    tag,
    summary: 'What the screens remember for me',
    door: 'none',
    success: { status: 200, description: 'Values by key', schema: data(z.record(z.string(), json)) },
    handle: async ({ ctx }) => ({ body: { data: await listPreferences(ctx) } }),
  }),
  route({
    id: 'setPreference',
    method: 'PUT',
    path: '/api/preferences/{key}',
    tag,
    summary: 'Remember something for me; null forgets it',
    door: 'none',
    params: z.strictObject({ key: z.string().max(200) }),
    body: z.strictObject({ value: json }),
    bodyLimit: 65_536,
    success: { status: 204, description: 'Remembered' },
    async handle({ ctx, params, body }) {
      await setPreference(ctx, params.key, (body.value ?? null) as JsonValue);
      return {};
    },
  }),
];

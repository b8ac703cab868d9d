import { z } from 'zod';
import { route, type Route } from '../route.ts';
import { data, label, locale } from '../wire/values.ts';

const tag = 'Studio';
const door = 'configuration';
const right = 'configure';

const hours = z
  .array(z.strictObject({ from: z.string(), to: z.string() }))
  .meta({ description: '`09:00` to `18:00`.' });
const calendar = z
  .strictObject({
    name: z.string(),
    label,
    time_zone: z.string(),
    week: z.array(hours).meta({ description: 'Seven days, Monday first.' }),
    days: z.array(z.strictObject({ date: z.string(), label: label.optional(), hours })),
    teams: z.array(z.string()).optional().meta({ description: 'The first calendar holds for everybody else.' }),
  })
  .meta({ id: 'BusinessCalendar', description: 'When people work, by the week and on days that are otherwise.' });

const settings = z.strictObject({
  name: z.string(),
  currency: z.string().meta({ description: 'ISO 4217 code in which amounts are compared and summed.' }),
  time_zone: z.string(),
  locale,
  phone_country: z.string(),
  bin_days: z
    .int()
    .nullable()
    .optional()
    .meta({ description: 'Days after which what is in the recycle bin is deleted for good; null: never.' }),
  calendars: z.array(calendar).optional(),
});
const workspace = settings
  .extend({ exchange_rates: z.record(z.string(), z.string()).meta({ description: 'Those of today.' }) })
  .meta({ id: 'WorkspaceSettings' });

const dated = {
  currency: z.string().max(10),
  valid_from: z.string().max(20).meta({ format: 'date' }),
};
const rate = z
  .strictObject({ ...dated, rate: z.string() })
  .meta({ id: 'ExchangeRate', description: 'From this day on one unit is worth so many of the workspace currency.' });

const rates = z.strictObject({
  data: z.array(rate),
  currency: z.string().meta({ description: 'The workspace currency.' }),
  converting: z.boolean().meta({ description: 'Amounts are still being worked out anew.' }),
  without_rate: z
    .record(z.string(), z.int())
    .meta({ description: 'Currency → how many amounts cannot be converted; they have no worth and are in no sum.' }),
});

const MOST = 20_000;

/** What holds for the whole workspace: its name, currency, time zone, language; what currencies are worth. */
export const workspaceRoutes: readonly Route[] = [
  route({
    id: 'getWorkspace',
    method: 'GET',
    path: '/api/studio/workspace',
    tag,
    summary: 'The settings of the workspace',
    door,
    right,
    success: { status: 200, description: 'The settings', schema: data(workspace) },
    handle: async ({ ctx }) => ({ body: { data: ctx.workspace.model.workspace() } }),
  }),
  route({
    id: 'updateWorkspace',
    method: 'PATCH',
    path: '/api/studio/workspace',
    tag,
    summary: 'Change settings of the workspace; with its currency all rates and amounts are worked out anew',
    door,
    right,
    body: settings.partial(),
    success: { status: 200, description: 'The settings as they are now', schema: data(workspace) },
    handle: async ({ ctx, body }) => ({ body: { data: await ctx.workspace.model.updateWorkspace(ctx, body) } }),
  }),
  route({
    id: 'listExchangeRates',
    method: 'GET',
    path: '/api/studio/exchange-rates',
    tag,
    summary: 'What currencies are worth, from day to day',
    door,
    right,
    success: { status: 200, description: 'All rates, by currency and day', schema: rates },
    async handle({ ctx }) {
      const { model } = ctx.workspace;
      return {
        body: {
          data: await model.exchangeRates(),
          currency: model.workspace().currency,
          converting: await model.convertsAmounts(),
          without_rate: await model.amountsWithoutRate(),
        },
      };
    },
  }),
  route({
    id: 'changeExchangeRates',
    method: 'POST',
    path: '/api/studio/exchange-rates',
    tag,
    summary: 'Put exchange rates in, in the place of those of the same day, and take out those whose rate is null',
    door,
    right,
    bodyLimit: 4_000_000,
    body: z.strictObject({
      rates: z
        .array(z.strictObject({ ...dated, rate: z.string().max(40).nullable() }))
        .min(1)
        .max(MOST),
    }),
    success: { status: 204, description: 'Done; amounts follow in the background' },
    async handle({ ctx, body }) {
      await ctx.workspace.model.changeExchangeRates(ctx, body.rates);
      return {};
    },
  }),
];

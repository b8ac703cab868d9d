import { z } from 'zod';
import { listNotifications, markRead } from '../../notify/notifications.ts';
import { checkLimit } from '../../records/query/limit.ts';
import { route, type Route } from '../route.ts';
import { flag, id, label, timestamp, wholeNumber } from '../wire/values.ts';

const tag = 'Notifications';
const door = 'notifications';

const notification = z
  .strictObject({
    id,
    title: label,
    object: z.string().nullable(),
    record: id.nullable(),
    at: timestamp,
    read: z.boolean(),
  })
  .meta({ id: 'Notification' });

/** What one is told in the product. */
export const notificationRoutes: readonly Route[] = [
  route({
    id: 'listNotifications',
    method: 'GET',
    path: '/api/notifications',
    tag,
    summary: 'What I was told, newest first',
    door,
    for: 'people',
    query: z.strictObject({ before: id.optional(), unread: flag.optional(), limit: wholeNumber.optional() }),
    success: {
      status: 200,
      description: 'Notifications of the last 90 days; `unread` counts those on all pages',
      schema: z.strictObject({ data: z.array(notification), next: id.nullable(), unread: z.int() }),
    },
    handle: async ({ ctx, query }) => ({
      body: await listNotifications(ctx, {
        before: query.before,
        unread: query.unread === true,
        limit: checkLimit(query.limit, 50),
      }),
    }),
  }),
  route({
    id: 'markNotificationsRead',
    method: 'POST',
    path: '/api/notifications/read',
    tag,
    summary: 'Mark some as read, or all',
    door,
    for: 'people',
    body: z.strictObject({ ids: z.union([z.array(id).max(500), z.literal('all')]) }),
    success: { status: 204, description: 'They are read' },
    async handle({ ctx, body }) {
      await markRead(ctx, body.ids);
      return {};
    },
  }),
];

import type { ShareInput } from '@stratacrm/sdk';
import { z } from 'zod';
import { endShare } from '../../records/sharing/end-share.ts';
import { listShares } from '../../records/sharing/list-shares.ts';
import { shareRecord } from '../../records/sharing/share-record.ts';
import { requestedId, requestedObject } from '../requested-object.ts';
import { route, type Route } from '../route.ts';
import { newShare, recordShare } from '../wire/shares.ts';
import { data, id } from '../wire/values.ts';

const tag = 'Records';
const ofRecord = z.strictObject({ object: z.string(), id: z.string() });
const path = '/api/records/{object}/{id}/shares';

export const shareRoutes: readonly Route[] = [
  route({
    id: 'listShares',
    method: 'GET',
    path,
    tag,
    summary: 'With whom a record is shared',
    door: 'shares',
    params: ofRecord,
    success: {
      status: 200,
      description: 'The shares that the asker may know of, and how far he may share the record himself',
      schema: z.strictObject({
        data: z.array(recordShare),
        may_share: z.enum(['read', 'edit']).nullable().meta({ description: 'null: not at all.' }),
      }),
    },
    async handle({ ctx, params }) {
      const object = requestedObject(ctx, params.object);
      const { shares, may_share } = await listShares(ctx, object, requestedId(params.id));
      return { body: { data: shares, may_share } };
    },
  }),
  route({
    id: 'shareRecord',
    method: 'POST',
    path,
    tag,
    summary: 'Share a record with a person or a team',
    door: 'shares',
    params: ofRecord,
    body: newShare,
    success: {
      status: 201,
      description: 'The share; an earlier one with the same is replaced',
      schema: data(recordShare),
    },
    async handle({ ctx, params, body }) {
      const object = requestedObject(ctx, params.object);
      const share = await shareRecord(ctx, object, requestedId(params.id), body as ShareInput);
      return { body: { data: share } };
    },
  }),
  route({
    id: 'endShare',
    method: 'DELETE',
    path: `${path}/{share}`,
    tag,
    summary: 'End a share',
    door: 'shares',
    params: z.strictObject({ object: z.string(), id: z.string(), share: id }),
    success: { status: 204, description: 'It lets nobody in any more' },
    async handle({ ctx, params }) {
      await endShare(ctx, requestedObject(ctx, params.object), requestedId(params.id), params.share);
      return {};
    },
  }),
];

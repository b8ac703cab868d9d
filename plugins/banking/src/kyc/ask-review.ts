import type { ActionInput, ActionOutput, Handler } from '@stratacrm/sdk';
import { textOf } from '../host-records.ts';

const RUNNING = { en: 'A check is under way already.', zh: '该客户已有进行中的尽职调查。' };

/** Begins a check of the customer, unless one is under way. */
export const askReview: Handler<ActionInput, ActionOutput> = async ({ object, records: [id = ''], input }, host) => {
  const field = object === 'account' ? 'account' : 'contact';
  const { data } = await host.records.query('bank__kyc_check', {
    fields: ['number'],
    filter: `${field} == "${id}" && status in ["open", "in_review"]`,
    limit: 1,
  });
  const [running] = data;
  if (running !== undefined) return { message: RUNNING, open: { object: 'bank__kyc_check', record: running.id } };
  const check = await host.records.create('bank__kyc_check', {
    [field]: id,
    occasion: textOf(input['occasion']) || 'event',
    due_on: input['due_on'] ?? null,
  });
  return { open: { object: 'bank__kyc_check', record: check.id } };
};

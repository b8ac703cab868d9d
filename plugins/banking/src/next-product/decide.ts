import { addDays, type ActionInput, type ActionOutput, type Handler, type JsonValue } from '@stratacrm/sdk';
import { among, idOf, isObject, textOf, writeAll } from '../host-records.ts';

const DONE_ALREADY = { en: 'This suggestion has been decided already.', zh: '该推荐已处理。' };
const TAKEN_UP = { en: 'An opportunity is open for it.', zh: '已创建商机。' };
const DISMISSED = { en: 'Dismissed. It will not be suggested again for a while.', zh: '已忽略，一段时间内不再推荐。' };

/** Takes a suggestion up: an opportunity for whoever pressed the button, and the suggestion remembers it. */
export const acceptSuggestion: Handler<ActionInput, ActionOutput> = async ({ records: [id = ''], input }, host) => {
  const suggestion = await host.records.get('bank__suggestion', id);
  if (suggestion === null || suggestion['status'] !== 'open') return host.refuse(DONE_ALREADY);
  const { amount } = input;
  const opportunity = await host.records.create('opportunity', {
    name: textOf(suggestion['name']),
    account: idOf(suggestion['account']),
    contact: idOf(suggestion['contact']),
    close_date: textOf(input['talk_on']) || addDays(host.today(), 30),
    ...(isObject(amount) && { amount }),
  });
  await host.records.update('bank__suggestion', id, { status: 'accepted', opportunity: opportunity.id });
  return { message: TAKEN_UP, open: { object: 'opportunity', record: opportunity.id } };
};

/** Says of one or several that they are not wanted, and why. */
export const dismissSuggestion: Handler<ActionInput, ActionOutput> = async ({ records, input }, host) => {
  const because: JsonValue = input['because'] ?? null;
  const { data } = await host.records.query('bank__suggestion', {
    fields: ['status'],
    filter: `status == "open" && ${among('id', records)}`,
    limit: 200,
  });
  const open = new Set(data.map(({ id }) => id));
  const update = [...open].map((id) => ({ id, status: 'dismissed', dismissed_because: because }));
  if (update.length > 0) await writeAll(host, 'bank__suggestion', { update });
  const decided = records.filter((id) => !open.has(id));
  return { message: DISMISSED, errors: decided.map((record) => ({ record, message: DONE_ALREADY })) };
};

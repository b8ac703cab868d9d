import type { Handler, HookInput, HookOutput, JobInput, JsonValue } from '@stratacrm/sdk';
import { among, everyRecord, idOf, inPieces, isObject, TOGETHER, writeAll } from '../host-records.ts';
import { numberSetting } from '../settings.ts';

/** Who now holds a product has bought what was suggested; and those like him may be suggested something else. */
export const afterHoldings: Handler<HookInput, HookOutput> = async ({ records }, host) => {
  const opened = records.filter(({ after }) => after?.['status'] === 'active').map(({ id }) => id);
  for (const piece of inPieces(opened, TOGETHER)) await host.jobs.start('note_bought', { holdings: piece });
  const after_seconds = await numberSetting(host, 'gather_seconds');
  await host.jobs.start('suggest_products', null, { key: 'suggest', after_seconds });
};

/** Keeps what came of suggestions whose product was opened after all. */
export const noteBought: Handler<JobInput, JsonValue> = async ({ payload }, host) => {
  const holdings = isObject(payload) && Array.isArray(payload['holdings']) ? payload['holdings'].map(String) : [];
  if (holdings.length === 0) return { bought: 0 };
  const opened = await everyRecord(host, 'bank__holding', {
    fields: ['account', 'contact', 'product'],
    filter: among('id', holdings),
  });
  const keys = opened.map(
    (each) => `${idOf(each['account']) ?? idOf(each['contact']) ?? ''} ${idOf(each['product']) ?? ''}`,
  );
  const met = await everyRecord(host, 'bank__suggestion', {
    fields: ['status'],
    filter: `status in ["open", "accepted", "outdated"] && ${among('key', keys)}`,
  });
  const update = met.map(({ id }) => ({ id, status: 'bought' }));
  if (update.length > 0) await writeAll(host, 'bank__suggestion', { update });
  return { bought: update.length };
};

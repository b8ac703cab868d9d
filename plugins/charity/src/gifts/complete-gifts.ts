import {
  label,
  type HookOutput,
  type HookRecord,
  type HookVerdict,
  type JsonObject,
  type PluginHost,
} from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';

/** A gift knows its household, its pledge and the instalment it pays, without anybody looking them up. */
export async function completeGifts(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  const named = (field: string): string[] => records.flatMap(({ after }) => idOf(after?.[field]) ?? []);
  const donors = await byId(host, 'contact', named('donor'), ['give__household']);
  const given = await byId(host, 'give__instalment', named('instalment'), ['pledge', 'donor']);
  const next = await openInstalments(host, named('pledge'));
  return records.map(({ before, after }): HookVerdict | null => {
    if (after === null) return null;
    const donor = idOf(after['donor']);
    const pledge = idOf(after['pledge']);
    const chosen = given.get(idOf(after['instalment']) ?? '');
    const due = chosen ?? (before === null && pledge !== null ? next.get(pledge)?.shift() : undefined);
    if (due !== undefined && idOf(due['donor']) !== donor)
      return { errors: [{ field: chosen === undefined ? 'pledge' : 'instalment', message: OF_ANOTHER }] };
    return {
      set: {
        title: titleOf(after),
        household: after['household'] ?? idOf(donors.get(donor ?? '')?.['give__household']),
        ...(due !== undefined && { pledge: idOf(due['pledge']), instalment: String(due['id']) }),
      },
    };
  });
}

const OF_ANOTHER = label('This is the pledge of another donor.', '这是其他捐赠人的认捐。');

/** Kept with the gift and read by everybody, so nothing in it is in the language of whoever wrote it: `24,000.00 CNY`. */
function titleOf(gift: JsonObject): string {
  const amount = gift['amount'] as JsonObject | null;
  const number = String(amount?.['amount'] ?? '').replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
  return `${number} ${String(amount?.['currency'] ?? '')}`.trim();
}

async function byId(
  host: PluginHost,
  object: string,
  ids: string[],
  fields: string[],
): Promise<Map<string, JsonObject>> {
  if (ids.length === 0) return new Map();
  const { data } = await host.records.query(object, { filter: isOneOf('id', ids), fields, limit: 200 });
  return new Map(data.map((record) => [record.id, record]));
}

/** What is still open of each pledge, the oldest first. */
async function openInstalments(host: PluginHost, pledges: string[]): Promise<Map<string, JsonObject[]>> {
  const open = new Map<string, JsonObject[]>();
  if (pledges.length === 0) return open;
  const { data } = await host.records.query('give__instalment', {
    filter: `${isOneOf('pledge', pledges)} && status == "open"`,
    fields: ['pledge', 'donor'],
    sort: 'due_on,position',
    limit: 200,
  });
  for (const instalment of data) {
    const pledge = idOf(instalment['pledge']) ?? '';
    open.set(pledge, [...(open.get(pledge) ?? []), instalment]);
  }
  return open;
}

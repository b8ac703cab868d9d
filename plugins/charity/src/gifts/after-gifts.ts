import type { HookRecord, JsonObject, JsonValue, PluginHost } from '@stratacrm/sdk';
import { reviewDonors } from '../donors/review-donors.ts';
import { chunksOf, idOf, isOneOf, numberOf } from '../ids.ts';

/** Whom and what gifts concern. */
interface Concerned {
  donors: string[];
  instalments: string[];
}

/** After gifts came, changed or went: a job looks at their donors and pledges, with rights the clerk need not have. */
export async function noticeGifts(records: readonly HookRecord[], host: PluginHost): Promise<void> {
  const named = (field: string): string[] => [
    ...new Set(
      records.flatMap(({ before, after }) => [idOf(before?.[field]), idOf(after?.[field])]).filter((id) => id !== null),
    ),
  ];
  const payload: JsonObject = { donors: named('donor'), instalments: named('instalment') };
  await host.jobs.start('follow_gifts', payload);
}

/** The job behind it. */
export async function followGifts(payload: JsonValue, host: PluginHost): Promise<JsonValue> {
  const { donors = [], instalments = [] } = (payload ?? {}) as unknown as Partial<Concerned>;
  await reviewDonors(donors, host);
  await settleInstalments(instalments, host);
  return null;
}

/** Paid is what was received in full; a pledge is fulfilled with the last of them, and open again when a gift goes back. */
async function settleInstalments(ids: readonly string[], host: PluginHost): Promise<void> {
  for (const some of chunksOf(ids, 200)) {
    const { data } = await host.records.query('give__instalment', {
      filter: isOneOf('id', some),
      fields: ['amount', 'paid', 'status', 'pledge'],
      limit: 200,
    });
    const update = data.flatMap(({ id, amount, paid, status }): JsonObject[] => {
      const wanted = numberOf(paid) >= numberOf(amount) ? 'paid' : 'open';
      return wanted === status ? [] : [{ id, status: wanted }];
    });
    if (update.length > 0) await host.records.bulk('give__instalment', { update });
    await fulfilPledges([...new Set(data.flatMap(({ pledge }) => idOf(pledge) ?? []))], host);
  }
}

async function fulfilPledges(ids: readonly string[], host: PluginHost): Promise<void> {
  if (ids.length === 0) return;
  const { data } = await host.records.query('give__pledge', {
    filter: `${isOneOf('id', ids)} && status == "active"`,
    fields: ['amount', 'paid'],
    limit: 200,
  });
  const update = data
    .filter(({ amount, paid }) => numberOf(paid) >= numberOf(amount))
    .map(({ id }): JsonObject => ({ id, status: 'fulfilled' }));
  if (update.length > 0) await host.records.bulk('give__pledge', { update });
}

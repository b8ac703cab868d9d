import type { HookRecord, JsonObject, PluginHost } from '@stratacrm/sdk';
import { currencyOf, idOf, isOneOf, numberOf } from '../ids.ts';
import { planInstalments } from './plan-instalments.ts';

/** After a pledge was made: its instalments. Those that are there already, from a try before, are not made twice. */
export async function beginPledges(pledges: readonly HookRecord[], host: PluginHost): Promise<void> {
  const { data } = await host.records.query('give__instalment', {
    filter: `${isOneOf(
      'pledge',
      pledges.map(({ id }) => id),
    )} && position == 1`,
    fields: ['pledge'],
    limit: 200,
  });
  const begun = new Set(data.map(({ pledge }) => idOf(pledge)));
  for (const { id, after } of pledges) {
    if (after === null || begun.has(id)) continue;
    const currency = currencyOf(after['amount']);
    const planned = planInstalments({
      amount: numberOf(after['amount']),
      instalments: Number(after['instalments']),
      rhythm: String(after['rhythm']),
      startsOn: String(after['starts_on']),
    });
    const create = planned.map(({ position, dueOn, amount }): JsonObject => ({
      name: `${String(after['number'] ?? '')} ${position}/${planned.length}`.trim(),
      pledge: id,
      donor: idOf(after['donor']),
      position,
      due_on: dueOn,
      amount: { amount, currency },
    }));
    const { created, errors } = await host.records.bulk('give__instalment', { create });
    if (errors.length > 0) throw new Error(errors[0]!.message);
    await takeUp(id, created, host);
  }
}

/** Gifts that came with the pledge, from another system say, pay its instalments in their order. */
async function takeUp(pledge: string, instalments: readonly string[], host: PluginHost): Promise<void> {
  const { data } = await host.records.query('give__gift', {
    filter: `pledge == ${JSON.stringify(pledge)} && instalment == null`,
    fields: ['id'],
    sort: 'received_on,number',
    limit: 200,
  });
  const update = data
    .slice(0, instalments.length)
    .map(({ id }, at): JsonObject => ({ id, instalment: instalments[at]! }));
  if (update.length > 0) await host.records.bulk('give__gift', { update });
}

import type { HookOutput, HookRecord, HookVerdict, JsonObject, PluginHost } from '@stratacrm/sdk';
import { label } from '@stratacrm/sdk';
import { currencyOf, idOf, money, numberOf } from '../ids.ts';

/** More gifts of one year are counted and summed, but no longer listed one by one. */
const LISTED = 200;

/** A statement says what was received in its year; whoever makes one names the donor and the year. */
export async function completeStatements(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  const verdicts: HookVerdict[] = [];
  for (const { after } of records) verdicts.push(await complete(after ?? {}, host));
  return verdicts;
}

async function complete(statement: JsonObject, host: PluginHost): Promise<HookVerdict> {
  const donor = idOf(statement['donor']);
  const year = Number(statement['year']);
  const filter = `donor == ${JSON.stringify(donor)} && status == "received" && received_on >= "${year}-01-01" && received_on <= "${year}-12-31"`;
  // Summed by the database: exactly, over all of them, and in the currency the organisation keeps its books in.
  const [sums] = await host.records.aggregate('give__gift', {
    filter,
    aggregates: { gifts: 'count()', total: 'sum(amount)' },
  });
  const gifts = Number(sums?.['gifts'] ?? 0);
  if (gifts === 0)
    return {
      errors: [{ field: 'year', message: label('Nothing was received in this year.', '该年度没有到账的捐赠。') }],
    };
  const { data } = await host.records.query('give__gift', {
    filter,
    fields: ['number', 'received_on', 'amount', 'donor.name'],
    sort: 'received_on,number',
    limit: LISTED,
  });
  const name = (data[0]?.['donor'] as JsonObject | null | undefined)?.['name'];
  const lines = data.map(
    (gift) =>
      `${String(gift['received_on'])}  ${String(gift['number'])}  ${numberOf(gift['amount']).toFixed(2)} ${currencyOf(gift['amount'])}`,
  );
  return {
    set: {
      name: `${String(name ?? '')} ${year}`.trim(),
      gifts,
      total: money(numberOf(sums?.['total']), currencyOf(sums?.['total'])),
      lines: [...lines, ...(gifts > data.length ? [`… + ${gifts - data.length}`] : [])].join('\n'),
      made_on: host.today(),
    },
  };
}

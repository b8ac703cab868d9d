import type { PluginHost, StepInput, StepOutput } from '@stratacrm/sdk';
import { numberOf } from '../ids.ts';

/** The workflow step "Issue a receipt": for a gift that has arrived and is not below the least amount, once. */
export async function issueReceipt({ record, settings }: StepInput, host: PluginHost): Promise<StepOutput> {
  const gift =
    record === null ? null : await host.records.get('give__gift', record.id, ['amount', 'status', 'receipts']);
  const least = Number(settings['least'] ?? (await host.setting('receipt_minimum')));
  if (gift?.['status'] !== 'received' || numberOf(gift['amount']) < least)
    return { outcome: 'none', results: { receipt: null } };
  const filter = `gift == ${JSON.stringify(gift['id'])} && status == "issued"`;
  const { data } = await host.records.query('give__receipt', { filter, fields: ['number'], limit: 1 });
  if (data[0] !== undefined) return { results: { receipt: data[0].id } };
  try {
    const { id } = await host.records.create('give__receipt', { gift: gift['id'] ?? null });
    return { results: { receipt: id } };
  } catch (error) {
    // Somebody issued it by hand in this moment.
    if ((error as { code?: string }).code !== 'not_unique') throw error;
    return { results: { receipt: null } };
  }
}

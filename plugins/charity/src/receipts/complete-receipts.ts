import {
  label,
  type HookOutput,
  type HookRecord,
  type HookVerdict,
  type JsonObject,
  type PluginHost,
} from '@stratacrm/sdk';
import { idOf, isOneOf } from '../ids.ts';

const GIFT = [
  'donor',
  'donor.name',
  'donor.give__tax_number',
  'amount',
  'received_on',
  'status',
  'household.salutation',
];

/** A receipt says what the gift says: whoever issues one names the gift, and nothing else can be written on it. */
export async function completeReceipts(records: readonly HookRecord[], host: PluginHost): Promise<HookOutput> {
  const ids = records.flatMap(({ after }) => idOf(after?.['gift']) ?? []);
  if (ids.length === 0) return null;
  const { data } = await host.records.query('give__gift', { filter: isOneOf('id', ids), fields: GIFT, limit: 200 });
  const gifts = new Map<string, JsonObject>(data.map((gift) => [gift.id, gift]));
  const today = host.today();
  return records.map(({ after }): HookVerdict => {
    const gift = gifts.get(idOf(after?.['gift']) ?? '');
    if (gift?.['status'] !== 'received')
      return {
        errors: [
          {
            field: 'gift',
            message: label('A receipt is for a gift that has arrived.', '只有已到账的捐赠才能开具票据。'),
          },
        ],
      };
    const donor = gift['donor'] as JsonObject | null;
    return {
      set: {
        donor: idOf(gift['donor']),
        made_out_to: after?.['made_out_to'] ?? donor?.['name'] ?? null,
        tax_number: donor?.['give__tax_number'] ?? null,
        amount: gift['amount'] ?? null,
        received_on: gift['received_on'] ?? null,
        issued_on: after?.['issued_on'] ?? today,
      },
    };
  });
}

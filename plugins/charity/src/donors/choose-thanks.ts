import { label, type JsonValue, type PluginHost, type StepInput, type StepOutput } from '@stratacrm/sdk';
import { idOf } from '../ids.ts';
import { wayOfThanks } from './way-of-thanks.ts';

const DONOR = ['give__thanks', 'give__gifts', 'do_not_contact', 'email', 'mobile', 'phone'];

/** The workflow step "How to thank": the way in which the donor of a receipt is thanked. */
export async function chooseThanks({ record, settings }: StepInput, host: PluginHost): Promise<StepOutput> {
  const receipt = record === null ? null : await host.records.get('give__receipt', record.id, ['donor']);
  const who = idOf(receipt?.['donor']);
  const donor = who === null ? null : await host.records.get('contact', who, DONOR);
  if (receipt === null || donor === null)
    return host.refuse(label('Give it the receipt of a donor.', '请传入捐赠人的票据。'));
  const isFirst = Number(donor['give__gifts'] ?? 0) <= 1;
  // Compared by the database, in the currency the house keeps its books in.
  const large = `id == ${JSON.stringify(receipt.id)} && amount >= ${Number(settings['in_person_from'] ?? 0)}`;
  const facts = {
    wish: textOf(donor['give__thanks']),
    leaveAlone: donor['do_not_contact'] === true,
    hasMail: textOf(donor['email']) !== null,
    hasPhone: textOf(donor['mobile']) !== null || textOf(donor['phone']) !== null,
    isFirst,
    isLarge: (await host.records.count('give__receipt', large)) > 0,
  };
  const outcome = wayOfThanks(facts, { callFirst: settings['call_first'] === true });
  return { outcome, results: { is_first: isFirst } };
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

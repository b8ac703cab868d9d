import type { JsonValue } from '@stratacrm/sdk';
import { accountKeys, accountNames, languageOf } from './accounts.ts';
import { seller } from './people.ts';

type Row = { $key: string } & { [field: string]: JsonValue };

const STAGES = [
  'prospecting',
  'qualification',
  'proposal',
  'negotiation',
  'won',
  'lost',
  'won',
  'proposal',
  'negotiation',
  'won',
];
const PROBABILITY: Record<string, string> = {
  prospecting: '10',
  qualification: '25',
  proposal: '50',
  negotiation: '75',
  won: '100',
  lost: '0',
};
const SUBJECTS = [
  { en: 'Smart stations, phase 1', zh: '智能工位一期' },
  { en: 'Annual licence renewal', zh: '年度软件续约' },
  { en: 'Sensor expansion', zh: '传感器扩容' },
  { en: 'Edge gateway pilot', zh: '边缘网关试点' },
  { en: 'Training and roll-out', zh: '培训与实施' },
];
const TYPES = ['new_business', 'renewal', 'expansion', 'new_business', 'expansion'];
const REASONS = ['price', 'competitor', 'no_budget', 'no_decision'];
const NEXT_STEPS = [
  { en: 'Arrange a demo', zh: '约客户演示' },
  { en: 'Send the quote', zh: '发送报价' },
  { en: 'Meet the decision maker', zh: '与决策人会面' },
  { en: 'Agree on terms', zh: '确认合同条款' },
];

const COUNT = 64;

export const opportunities: Row[] = Array.from({ length: COUNT }, (_, index) => {
  const accountIndex = (index * 7) % accountKeys.length;
  const account = accountKeys[accountIndex]!;
  const language = languageOf(account);
  const stage = STAGES[index % STAGES.length]!;
  const closed = stage === 'won' || stage === 'lost';
  const amount = 28_000 + ((index * 61_813) % 930_000);
  return {
    $key: `opportunity_${index}`,
    name: `${accountNames[account]!.split(' ')[0]} · ${SUBJECTS[index % SUBJECTS.length]![language]}`,
    account: { $ref: `account/${account}` },
    contact: accountIndex < 22 ? { $ref: `contact/contact_${accountIndex * 2 + (index % 2)}` } : null,
    stage,
    amount: { amount: String(amount - (amount % 500)), currency: 'CNY' },
    probability: PROBABILITY[stage]!,
    close_date: { $days: closed ? -5 - ((index * 11) % 260) : 6 + ((index * 13) % 150) },
    type: TYPES[index % TYPES.length]!,
    source: index % 4 === 0 ? 'event' : 'referral',
    campaign: index % 4 === 0 ? { $ref: 'campaign/fair' } : null,
    next_step: closed ? null : NEXT_STEPS[index % NEXT_STEPS.length]![language],
    lost_reason: stage === 'lost' ? REASONS[index % REASONS.length]! : null,
    owner: seller(accountIndex),
  };
});

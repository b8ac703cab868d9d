import type { JsonValue } from '@stratacrm/sdk';
import { accountKeys, accountNames } from './accounts.ts';
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
  '智能工位一期 Smart stations, phase 1',
  '年度软件续约 Annual licence renewal',
  '传感器扩容 Sensor expansion',
  '边缘网关试点 Edge gateway pilot',
  '培训与实施 Training and roll-out',
];
const TYPES = ['new_business', 'renewal', 'expansion', 'new_business', 'expansion'];
const REASONS = ['price', 'competitor', 'no_budget', 'no_decision'];
const NEXT_STEPS = [
  '约客户演示 Arrange a demo',
  '发送报价 Send the quote',
  '与决策人会面 Meet the decision maker',
  '确认合同条款 Agree on terms',
];

const COUNT = 64;

export const opportunities: Row[] = Array.from({ length: COUNT }, (_, index) => {
  const accountIndex = (index * 7) % accountKeys.length;
  const account = accountKeys[accountIndex]!;
  const stage = STAGES[index % STAGES.length]!;
  const closed = stage === 'won' || stage === 'lost';
  const amount = 28_000 + ((index * 61_813) % 930_000);
  return {
    $key: `opportunity_${index}`,
    name: `${accountNames[account]!.split(' ')[0]} · ${SUBJECTS[index % SUBJECTS.length]}`,
    account: { $ref: `account/${account}` },
    contact: accountIndex < 22 ? { $ref: `contact/contact_${accountIndex * 2 + (index % 2)}` } : null,
    stage,
    amount: { amount: String(amount - (amount % 500)), currency: 'CNY' },
    probability: PROBABILITY[stage]!,
    close_date: { $days: closed ? -5 - ((index * 11) % 260) : 6 + ((index * 13) % 150) },
    type: TYPES[index % TYPES.length]!,
    source: index % 4 === 0 ? 'event' : 'referral',
    campaign: index % 4 === 0 ? { $ref: 'campaign/fair' } : null,
    next_step: closed ? null : NEXT_STEPS[index % NEXT_STEPS.length]!,
    lost_reason: stage === 'lost' ? REASONS[index % REASONS.length]! : null,
    owner: seller(accountIndex),
  };
});

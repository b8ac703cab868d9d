import type { JsonValue } from '@stratacrm/sdk';
import { accountKeys, languageOf } from './accounts.ts';
import { opportunities } from './opportunities.ts';
import { seller } from './people.ts';

type Row = { [field: string]: JsonValue };
/** A text in the language of whom it is about. */
type Said = Record<'en' | 'zh', string>;

/** What happened, in the language one speaks with the account: type, subject and content in each, minutes */
const HAPPENED: [string, Said, Said, number][] = [
  [
    'call',
    { en: 'Call about the quote', zh: '电话沟通报价' },
    {
      en: 'They want the formal quote this week and ask about terms of payment.',
      zh: '客户希望本周内拿到正式报价，关注付款方式。',
    },
    12,
  ],
  [
    'meeting',
    { en: 'Visit on site', zh: '现场拜访' },
    {
      en: 'Saw the line and agreed on three pilot stations; their general manager took part.',
      zh: '参观了生产线，确认了 3 个试点工位，对方总经理参加。',
    },
    90,
  ],
  [
    'email',
    { en: 'Sent the proposal', zh: '发送方案' },
    {
      en: 'Proposal with two options; they compare with one competitor.',
      zh: '方案含两种选择，客户正与一家竞争对手比较。',
    },
    5,
  ],
  [
    'note',
    { en: 'About the competitor', zh: '竞争情况' },
    { en: 'The competitor asks about 8% less but delivers much later.', zh: '竞争对手报价低约 8%，但交付周期长。' },
    0,
  ],
  [
    'call',
    { en: 'Follow-up on the trial', zh: '试用回访' },
    { en: 'The trial goes well, they ask for two more licences.', zh: '试用顺利，客户希望再增加两个许可。' },
    18,
  ],
  [
    'meeting',
    { en: 'Steering meeting', zh: '项目推进会' },
    { en: 'Agreed on roll-out in three phases, first in January.', zh: '商定分三期上线，一月先行。' },
    60,
  ],
];

const TASKS: Said[] = [
  { en: 'Draft the contract', zh: '准备合同草案' },
  { en: 'Send samples', zh: '寄送样品' },
  { en: 'Prepare the demo', zh: '准备演示' },
  { en: 'Send references', zh: '发送成功案例' },
  { en: 'Confirm billing details', zh: '确认开票信息' },
  { en: 'Call back about the budget', zh: '就预算回电' },
];

const history: Row[] = Array.from({ length: 96 }, (_, index) => {
  const [type, subject, body, minutes] = HAPPENED[index % HAPPENED.length]!;
  const accountIndex = (index * 3) % accountKeys.length;
  const language = languageOf(accountKeys[accountIndex]!);
  return {
    subject: subject[language],
    type,
    status: 'done',
    body: body[language],
    duration_minutes: minutes || null,
    direction: type === 'call' ? 'outbound' : null,
    // The last half year closely, then back over ten years, for a long memory is what the timeline is for.
    at: { $days: index < 72 ? -1 - index * 2 : -200 - (index - 72) * 145 },
    account: { $ref: `account/${accountKeys[accountIndex]}` },
    contact: accountIndex < 22 ? { $ref: `contact/contact_${accountIndex * 2}` } : null,
    opportunity: accountOpportunity(accountIndex),
    owner: seller(accountIndex),
  };
});

const tasks: Row[] = Array.from({ length: 24 }, (_, index) => {
  const accountIndex = (index * 5) % accountKeys.length;
  return {
    subject: TASKS[index % TASKS.length]![languageOf(accountKeys[accountIndex]!)],
    type: 'task',
    status: index % 4 === 3 ? 'done' : 'planned',
    priority: ['high', 'normal', 'normal', 'low'][index % 4]!,
    due_date: { $days: -2 + index },
    account: { $ref: `account/${accountKeys[accountIndex]}` },
    opportunity: accountOpportunity(accountIndex),
    owner: seller(accountIndex),
  };
});

export const activities: Row[] = [...history, ...tasks];

function accountOpportunity(accountIndex: number): JsonValue {
  const found = opportunities.find((row) => {
    const account = row['account'] as { $ref: string };
    return account.$ref === `account/${accountKeys[accountIndex]}`;
  });
  return found ? { $ref: `opportunity/${found.$key}` } : null;
}

import type { JsonValue } from '@stratacrm/sdk';
import { accountKeys } from './accounts.ts';
import { opportunities } from './opportunities.ts';
import { seller } from './people.ts';

type Row = { [field: string]: JsonValue };

/** type, subject, content, minutes */
const HAPPENED: [string, string, string, number][] = [
  ['call', '电话沟通报价', '客户希望本周内拿到正式报价，关注付款方式。', 12],
  ['meeting', '现场拜访', '参观了生产线，确认了 3 个试点工位，对方总经理参加。', 90],
  ['email', 'Sent the proposal', 'Proposal with two options; they compare with one competitor.', 5],
  ['note', '竞争情况', '竞争对手报价低约 8%，但交付周期长。', 0],
  ['call', 'Follow-up on the trial', 'The trial goes well, they ask for two more licences.', 18],
  ['meeting', 'Steering meeting', 'Agreed on roll-out in three phases, first in January.', 60],
];

const TASKS = [
  '准备合同草案',
  '寄送样品',
  'Prepare the demo',
  'Send references',
  '确认开票信息',
  'Call back about the budget',
];

const history: Row[] = Array.from({ length: 96 }, (_, index) => {
  const [type, subject, body, minutes] = HAPPENED[index % HAPPENED.length]!;
  const accountIndex = (index * 3) % accountKeys.length;
  return {
    subject,
    type,
    status: 'done',
    body,
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
    subject: TASKS[index % TASKS.length]!,
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

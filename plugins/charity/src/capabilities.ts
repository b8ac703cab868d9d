import { label, may, type Capability } from '@stratacrm/sdk';
import { PAYMENTS_HOST, PAYMENTS_KEY } from './gifts/payments.ts';

export const capabilities: Capability[] = [
  may.records(
    'contact',
    ['read', 'update'],
    [
      'name',
      'give__household',
      'give__standing',
      'give__total',
      'give__gifts',
      'give__first',
      'give__last',
      'give__last_contact',
      'give__this_year',
      'give__last_year',
      'give__thanks',
      'give__interests',
      'give__tax_number',
      'do_not_contact',
      'email',
      'mobile',
      'phone',
    ],
    label(
      'Works out where each donor stands and how he wants to be thanked, writes his tax number on receipts, and proposes what he cares about.',
      '计算捐赠状态、判断致谢方式，在票据上写入纳税人识别号，并建议关注领域。',
    ),
  ),
  may.records(
    'activity',
    ['read'],
    ['contact', 'at', 'type'],
    label(
      'Counts calls and meetings by year for the history of a donor.',
      '按年统计电话与会面，形成捐赠人的往来历史。',
    ),
  ),
  may.records(
    'give__household',
    ['read'],
    ['name', 'salutation'],
    label('Knows how a household is addressed.', '读取家庭的称呼。'),
  ),
  may.records(
    'give__gift',
    ['read', 'create', 'update'],
    '*',
    label('Completes gifts, and makes recurring ones when they are due.', '补全捐赠信息，并按期生成定期捐赠。'),
  ),
  may.records(
    'give__pledge',
    ['read', 'update'],
    '*',
    label('Notes when a pledge is fulfilled.', '登记认捐的履行情况。'),
  ),
  may.records(
    'give__instalment',
    ['read', 'create', 'update'],
    '*',
    label('Divides pledges into instalments, and notes which are paid.', '将认捐拆分为分期，并登记到账情况。'),
  ),
  may.records(
    'give__recurring',
    ['read', 'update'],
    '*',
    label('Knows which gifts are due, and when the next is.', '读取到期的定期捐赠，并写入下次日期。'),
  ),
  may.records(
    'give__receipt',
    ['read', 'create', 'update'],
    '*',
    label(
      'Issues receipts and voids them. What is written on one never changes.',
      '开具与作废票据，从不修改票面内容。',
    ),
  ),
  may.records('give__statement', ['read', 'create'], '*', label('Makes yearly statements.', '生成年度对账单。')),
  may.schedule(
    label(
      'Makes recurring gifts and reviews donors each night, and statements in January.',
      '每晚生成定期捐赠并更新捐赠状态，每年一月生成对账单。',
    ),
  ),
  may.network([PAYMENTS_HOST], label('Reads card payments, once that is switched on.', '启用后读取银行卡捐赠款项。'), {
    optional: true,
    methods: ['GET'],
  }),
  may.secrets([PAYMENTS_KEY], label('Reads card payments with your own key.', '使用您的密钥读取银行卡款项。'), {
    optional: true,
  }),
];

import { label, type SettingDeclaration } from '@stratacrm/sdk';
import { PAYMENTS_KEY } from './gifts/payments.ts';

export const settings: SettingDeclaration[] = [
  {
    name: 'receipt_minimum',
    label: label('Least amount for a receipt by itself', '自动开具票据的最低金额'),
    type: 'decimal',
    required: true,
    default: 100,
  },
  {
    name: 'recurring_status',
    label: label('A recurring gift that becomes due is', '定期捐赠到期时登记为'),
    type: 'select',
    required: true,
    default: 'received',
    options: [
      { value: 'received', label: label('received: it is collected by itself', '已到账：自动扣款') },
      { value: 'expected', label: label('expected: somebody confirms it', '待到账：人工确认') },
    ],
  },
  {
    name: PAYMENTS_KEY,
    label: label('Stripe: restricted key', 'Stripe 受限密钥'),
    description: label('It needs to read charges and nothing else.', '只需具备读取 charges 的权限。'),
    type: 'secret',
  },
  {
    name: 'payments_hours',
    label: label('Payments: hours ahead of UTC', '支付日期的时区（UTC 偏移小时数）'),
    description: label('The day on which a payment counts.', '用于确定款项归属的日期。'),
    type: 'decimal',
    default: 8,
  },
];

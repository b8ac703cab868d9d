import { label, type SettingDeclaration } from '@stratacrm/sdk';

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
];

import type { JsonValue } from '@stratacrm/sdk';
import { accountKeys } from './accounts.ts';

type Row = { $key: string } & { [field: string]: JsonValue };

/** subject, type, priority, status, channel, product code */
const CASES: [string, string, string, string, string, string][] = [
  ['工位终端无法开机', 'problem', 'urgent', 'in_progress', 'phone', 'ST-100'],
  ['网关固件如何升级？', 'question', 'normal', 'new', 'wechat', 'GW-10'],
  ['发票抬头需要更改', 'question', 'low', 'resolved', 'email', 'SV-SUP'],
  ['传感器读数偏高', 'problem', 'high', 'waiting', 'phone', 'SN-T1'],
  ['Licence key is not accepted', 'problem', 'high', 'new', 'email', 'SW-CORE'],
  ['Delivery came two weeks late', 'complaint', 'high', 'in_progress', 'phone', 'GW-50'],
  ['How do we export all data?', 'question', 'normal', 'resolved', 'web', 'SW-DATA'],
  ['培训讲师临时更换，客户不满意', 'complaint', 'urgent', 'in_progress', 'visit', 'SV-TRN'],
  ['申请退换两台终端', 'return', 'normal', 'waiting', 'wechat', 'ST-200'],
  ['Vibration alarm does not stop', 'problem', 'urgent', 'new', 'phone', 'SN-V2'],
  ['报表导出速度慢', 'problem', 'normal', 'resolved', 'web', 'SW-PLUS'],
  ['Wrong tax rate on the invoice', 'complaint', 'normal', 'closed', 'email', 'SW-CORE'],
];

export const cases: Row[] = CASES.map(([subject, type, priority, status, channel, product], index) => {
  const accountIndex = (index * 5) % 22;
  const finished = status === 'resolved' || status === 'closed';
  return {
    $key: `case_${index}`,
    subject,
    type,
    priority,
    status,
    channel,
    product: { $ref: `product/${product}` },
    account: { $ref: `account/${accountKeys[accountIndex]}` },
    contact: { $ref: `contact/contact_${accountIndex * 2}` },
    due_at: { $days: finished ? -3 - index : (index % 5) - 1 },
    resolution: finished ? '已处理并与客户确认。 / Done and confirmed with the customer.' : null,
    owner: { $ref: 'user/wang_lei' },
  };
});

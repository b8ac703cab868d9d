import type { JsonValue } from '@stratacrm/sdk';
import { accountKeys, languageOf } from './accounts.ts';

type Row = { $key: string } & { [field: string]: JsonValue };

/** subject in each language, type, priority, status, channel, product code */
const CASES: [Record<'en' | 'zh', string>, string, string, string, string, string][] = [
  [{ en: 'Station does not start', zh: '工位终端无法开机' }, 'problem', 'urgent', 'in_progress', 'phone', 'ST-100'],
  [
    { en: 'How is the gateway firmware upgraded?', zh: '网关固件如何升级？' },
    'question',
    'normal',
    'new',
    'wechat',
    'GW-10',
  ],
  [{ en: 'Name on the invoice must change', zh: '发票抬头需要更改' }, 'question', 'low', 'resolved', 'email', 'SV-SUP'],
  [{ en: 'Sensor reads too high', zh: '传感器读数偏高' }, 'problem', 'high', 'waiting', 'phone', 'SN-T1'],
  [{ en: 'Licence key is not accepted', zh: '许可密钥无法激活' }, 'problem', 'high', 'new', 'email', 'SW-CORE'],
  [{ en: 'Delivery came two weeks late', zh: '交货晚了两周' }, 'complaint', 'high', 'in_progress', 'phone', 'GW-50'],
  [{ en: 'How do we export all data?', zh: '如何导出全部数据？' }, 'question', 'normal', 'resolved', 'web', 'SW-DATA'],
  [
    { en: 'Trainer was replaced at short notice', zh: '培训讲师临时更换，客户不满意' },
    'complaint',
    'urgent',
    'in_progress',
    'visit',
    'SV-TRN',
  ],
  [{ en: 'Wants to return two stations', zh: '申请退换两台终端' }, 'return', 'normal', 'waiting', 'wechat', 'ST-200'],
  [{ en: 'Vibration alarm does not stop', zh: '振动报警无法解除' }, 'problem', 'urgent', 'new', 'phone', 'SN-V2'],
  [{ en: 'Reports export slowly', zh: '报表导出速度慢' }, 'problem', 'normal', 'resolved', 'web', 'SW-PLUS'],
  [{ en: 'Wrong tax rate on the invoice', zh: '发票税率有误' }, 'complaint', 'normal', 'closed', 'email', 'SW-CORE'],
];

const DONE = { en: 'Done and confirmed with the customer.', zh: '已处理并与客户确认。' };

export const cases: Row[] = CASES.map(([subject, type, priority, status, channel, product], index) => {
  const accountIndex = (index * 5) % 22;
  const language = languageOf(accountKeys[accountIndex]!);
  const finished = status === 'resolved' || status === 'closed';
  return {
    $key: `case_${index}`,
    subject: subject[language],
    type,
    priority,
    status,
    channel,
    product: { $ref: `product/${product}` },
    account: { $ref: `account/${accountKeys[accountIndex]}` },
    contact: { $ref: `contact/contact_${accountIndex * 2}` },
    due_at: { $days: finished ? -3 - index : (index % 5) - 1 },
    resolution: finished ? DONE[language] : null,
    owner: { $ref: 'user/wang_lei' },
  };
});

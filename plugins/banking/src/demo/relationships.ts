import { days, ref, type Row } from './row.ts';

type Party = `${'contact' | 'account'}/${string}`;

/** from, type, to, share, since days ago */
const RELATIONSHIPS: [Party, string, Party, string | null, number][] = [
  ['contact/yunfei', 'owns', 'account/yunfan', '60', 2900],
  ['contact/suwan', 'owns', 'account/yunfan', '40', 2900],
  ['account/yunfan', 'owns', 'account/yunfan_works', '80', 2400],
  ['contact/haitao', 'owns', 'account/yunfan_works', '20', 1100],
  ['account/yunfan_works', 'owns', 'account/yunfan_trade', '51', 1500],
  ['account/haiyue', 'owns', 'account/yunfan_trade', '29', 900],
  ['contact/jiangnan', 'owns', 'account/yunfan_trade', '20', 900],
  ['contact/haitao', 'owns', 'account/qin_food', '70', 3300],
  ['contact/qinyue', 'owns', 'account/qin_food', '30', 1200],
  ['account/qin_food', 'owns', 'account/qin_cold', '90', 1000],
  ['contact/keller', 'owns', 'account/keller_gmbh', '100', 1800],
  ['contact/yunfei', 'legal_representative', 'account/yunfan', null, 2900],
  ['contact/yunfei', 'director', 'account/yunfan_works', null, 2400],
  ['contact/haitao', 'legal_representative', 'account/qin_food', null, 3300],
  ['contact/qinyue', 'director', 'account/qin_cold', null, 1000],
  ['contact/yunfei', 'guarantees', 'account/yunfan_trade', null, 700],
  ['account/yunfan', 'guarantees', 'account/yunfan_works', null, 800],
  ['contact/yunfei', 'spouse', 'contact/suwan', null, 6200],
  ['contact/yunfei', 'parent', 'contact/nianyi', null, 4400],
  ['contact/liqun', 'spouse', 'contact/zhoumin', null, 5000],
  ['contact/haitao', 'parent', 'contact/qinyue', null, 9800],
  ['contact/jianguo', 'spouse', 'contact/guifang', null, 12000],
  ['contact/keller', 'spouse', 'contact/hughes', null, 3000],
  ['contact/liqun', 'employee', 'account/mingde', null, 2600],
  ['contact/wenbo', 'employee', 'account/tuoyuan', null, 800],
  ['contact/dingyi', 'adviser', 'account/hengtong', null, 500],
];

export const relationships: Row[] = RELATIONSHIPS.map(([from, type, to, share, since]) => ({
  from: pointer(from),
  type,
  to: pointer(to),
  ...(share !== null && { share }),
  since: days(-since),
}));

function pointer(party: Party): ReturnType<typeof ref> {
  const [object = '', key = ''] = party.split('/');
  return ref(object, `bank_${key}`);
}

import { ref, type Row } from './row.ts';

/** key, name, kind, city */
const HOUSEHOLDS: [string, string, string, string][] = [
  ['gu', '顾云飞家庭', 'family_business', '上海'],
  ['han', '韩立群家庭', 'family', '杭州'],
  ['qin', '秦海涛家庭', 'family_business', '宁波'],
  ['he', '何建国家庭', 'family', '苏州'],
  ['keller', 'Keller family', 'family_business', '上海'],
  ['jiang', '江南家庭', 'family', '南京'],
];

export const households: Row[] = HOUSEHOLDS.map(([$key, name, kind, city]) => ({ $key, name, kind, city }));

/** What the demonstration knows of a customer. */
export interface Customer {
  key: string;
  object: 'contact' | 'account';
  segment: string;
  officer: string;
  /** Days until the check expires; null: none yet. */
  kyc: number | null;
  risk: string;
}

type Person = [
  key: string,
  name: string,
  segment: string,
  officer: string,
  household: string | null,
  place: string | null,
  kyc: number | null,
  risk: string,
];

const PERSONS: Person[] = [
  ['yunfei', '顾云飞', 'private', 'gu', 'gu', 'head', 120, 'medium'],
  ['suwan', '苏婉', 'private', 'gu', 'gu', 'partner', 300, 'low'],
  ['nianyi', '顾念一', 'mass', 'gu', 'gu', 'child', 640, 'low'],
  ['liqun', '韩立群', 'affluent', 'gu', 'han', 'head', 210, 'low'],
  ['zhoumin', '周敏', 'affluent', 'gu', 'han', 'partner', 25, 'low'],
  ['haitao', '秦海涛', 'private', 'gu', 'qin', 'head', 90, 'high'],
  ['qinyue', '秦悦', 'affluent', 'gu', 'qin', 'child', 410, 'low'],
  ['jianguo', '何建国', 'mass', 'gu', 'he', 'head', -20, 'low'],
  ['guifang', '刘桂芳', 'mass', 'gu', 'he', 'partner', 500, 'low'],
  ['keller', 'Thomas Keller', 'affluent', 'clarke', 'keller', 'head', 160, 'medium'],
  ['hughes', 'Amelia Hughes', 'affluent', 'clarke', 'keller', 'partner', 330, 'low'],
  ['zihao', '方子豪', 'mass', 'gu', null, null, 700, 'low'],
  ['yuqing', '唐雨晴', 'affluent', 'gu', null, null, 15, 'low'],
  ['zhiqiang', '邓志强', 'affluent', 'gu', null, null, 480, 'low'],
  ['wenbo', '许文博', 'mass', 'gu', null, null, 260, 'low'],
  ['jiangnan', '江南', 'private', 'gu', 'jiang', 'head', 75, 'medium'],
  ['lusiqi', '陆思琪', 'mass', 'gu', null, null, 800, 'low'],
  ['maoyi', '毛毅', 'affluent', 'gu', null, null, -6, 'low'],
  ['bailu', '白露', 'affluent', 'clarke', null, null, 390, 'low'],
  ['dingyi', '丁奕', 'affluent', 'clarke', null, null, 275, 'low'],
  ['songjia', '宋佳', 'mass', 'gu', null, null, 150, 'low'],
  ['weilan', '魏岚', 'affluent', 'gu', 'jiang', 'partner', 220, 'low'],
  ['pengfei', '彭飞', 'mass', 'gu', null, null, null, 'low'],
  ['yanhe', '严赫', 'mass', 'gu', null, null, 340, 'low'],
];

type Company = [
  key: string,
  name: string,
  industry: string,
  segment: string,
  officer: string,
  household: string | null,
  kyc: number | null,
  risk: string,
];

const COMPANIES: Company[] = [
  ['yunfan', '云帆控股集团有限公司', 'finance', 'corporate', 'shen', 'gu', 140, 'medium'],
  ['yunfan_works', '云帆精密工业有限公司', 'manufacturing', 'corporate', 'shen', 'gu', 200, 'medium'],
  ['yunfan_trade', '云帆苏州贸易有限公司', 'logistics', 'sme', 'shen', 'gu', 40, 'medium'],
  ['qin_food', '秦氏食品有限公司', 'retail', 'sme', 'shen', 'qin', 310, 'low'],
  ['qin_cold', '秦氏冷链物流有限公司', 'logistics', 'sme', 'shen', 'qin', 280, 'low'],
  ['haiyue', '海岳建设集团', 'services', 'corporate', 'shen', null, -31, 'high'],
  ['keller_gmbh', 'Keller Maschinenbau GmbH', 'manufacturing', 'sme', 'clarke', 'keller', 420, 'low'],
  ['beichen', '北辰生物医药', 'medical', 'sme', 'shen', null, 190, 'low'],
  ['tuoyuan', '拓远软件', 'software', 'sme', 'shen', null, 360, 'low'],
  ['lvzhou', '绿洲农业科技', 'manufacturing', 'sme', 'shen', null, 18, 'low'],
  ['hengtong', '恒通外贸', 'logistics', 'sme', 'clarke', null, 95, 'medium'],
  ['mingde', '明德医院', 'medical', 'institution', 'shen', null, 520, 'low'],
];

export const contacts: Row[] = PERSONS.map(([key, name, segment, officer, household, place, , risk], at) => ({
  $key: `bank_${key}`,
  name,
  mobile: `+86137${String(10_000_000 + at * 271_829).slice(0, 8)}`,
  email: `${key}@mail.example.com`,
  owner: ref('user', `bank_${officer}`),
  bank__segment: segment,
  bank__officer: ref('bank__officer', officer),
  bank__risk_class: risk,
  ...(household !== null && { bank__household: ref('bank__household', household) }),
  ...(place !== null && { bank__household_role: place }),
}));

export const accounts: Row[] = COMPANIES.map(([key, name, industry, segment, officer, household, , risk]) => ({
  $key: `bank_${key}`,
  name,
  industry,
  type: 'customer',
  owner: ref('user', `bank_${officer}`),
  bank__segment: segment,
  bank__officer: ref('bank__officer', officer),
  bank__risk_class: risk,
  ...(household !== null && { bank__household: ref('bank__household', household) }),
}));

export const customers: Customer[] = [
  ...PERSONS.map(([key, , segment, officer, , , kyc, risk]): Customer => ({
    key,
    object: 'contact',
    segment,
    officer,
    kyc,
    risk,
  })),
  ...COMPANIES.map(([key, , , segment, officer, , kyc, risk]): Customer => ({
    key,
    object: 'account',
    segment,
    officer,
    kyc,
    risk,
  })),
];

import type { JsonValue } from '@stratacrm/sdk';
import { accountKeys } from './accounts.ts';
import { seller } from './people.ts';

type Row = { $key: string } & { [field: string]: JsonValue };

/** Two people for each of the first accounts, in the accounts' order: name, job title, department. */
const PEOPLE: [string, string, string][] = [
  ['王芳', '采购总监', '采购部'],
  ['刘强', '信息部经理', '信息部'],
  ['张三丰', '总经理', '总经办'],
  ['赵敏', '生产副总', '生产部'],
  ['孙丽', '运营总监', '运营部'],
  ['钱进', '仓储经理', '仓储部'],
  ['吴迪', '技术合伙人', '研发部'],
  ['郑爽', '商务经理', '商务部'],
  ['冯琳', '设备科主任', '设备科'],
  ['蒋涛', '采购主管', '采购部'],
  ['沈岩', '科技部总经理', '科技部'],
  ['韩梅', '零售业务主管', '零售部'],
  ['杨帆', '供应链总监', '供应链中心'],
  ['朱珠', '财务总监', '财务部'],
  ['秦岚', '教务主任', '教务处'],
  ['许诺', '校长助理', '校办'],
  ['何炅阳', '门店运营总监', '门店运营部'],
  ['吕晓', '信息主管', '信息部'],
  ['施展', '厂长', '生产部'],
  ['孔明', '采购专员', '采购部'],
  ['曹颖', '网络部经理', '网络部'],
  ['魏来', '副总裁', '总裁办'],
  ['陶然', '制片人', '制作部'],
  ['姜文静', '市场总监', '市场部'],
  ['Klaus Becker', 'Head of Procurement', 'Procurement'],
  ['Petra Vogel', 'Plant Manager', 'Production'],
  ['Emily Carter', 'VP Operations', 'Operations'],
  ['James Wright', 'IT Director', 'IT'],
  ['Olivia Brown', 'Chief Nursing Officer', 'Care'],
  ['Noah Davis', 'Purchasing Lead', 'Purchasing'],
  ['Fiona MacLeod', 'Commercial Director', 'Commercial'],
  ['Ewan Campbell', 'Engineer', 'Engineering'],
  ['Camille Laurent', 'Directrice marketing', 'Marketing'],
  ['Hugo Moreau', 'Responsable achats', 'Achats'],
  ['佐藤健', '海外営業部長', '海外営業部'],
  ['Yuki Tanaka', 'Partner Manager', 'Alliances'],
  ['Liam Tremblay', 'Founder', 'Management'],
  ['Chloe Roy', 'Account Executive', 'Sales'],
  ['Jack Wilson', 'Fleet Manager', 'Fleet'],
  ['Mia Thompson', 'Operations Analyst', 'Operations'],
  ['Priya Raman', 'Head of Digital', 'Digital Banking'],
  ['Wei Ling Tan', 'Procurement Manager', 'Procurement'],
  ['Elena Rossi', 'Programme Director', 'Programmes'],
  ['Marc Dubois', 'Fundraising Lead', 'Fundraising'],
];

const ROLES = ['decision_maker', 'influencer', 'user', 'gatekeeper'];
const SOURCES = ['event', 'referral', 'website', 'phone', 'wechat', 'partner'];

export const contacts: Row[] = PEOPLE.map(([name, job_title, department], index) => ({
  $key: `contact_${index}`,
  name,
  job_title,
  department,
  account: { $ref: `account/${accountKeys[Math.floor(index / 2)]}` },
  buying_role: ROLES[index % ROLES.length]!,
  mobile: isWestern(name) ? null : `+86138${String(10_000_000 + index * 137_911).slice(0, 8)}`,
  email: `contact${index + 1}@${accountKeys[Math.floor(index / 2)]!.replaceAll('_', '-')}.example.com`,
  wechat: isWestern(name) ? null : `wx_${1000 + index * 37}`,
  preferred_channel: isWestern(name) ? ['email'] : ['wechat', 'phone'],
  language: isWestern(name) ? 'en' : 'zh',
  source: SOURCES[index % SOURCES.length]!,
  owner: seller(Math.floor(index / 2)),
}));

function isWestern(name: string): boolean {
  return /^[A-Za-zÀ-ÿ]/.test(name);
}

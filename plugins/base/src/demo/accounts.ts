import type { JsonValue } from '@stratacrm/sdk';
import { seller } from './people.ts';

type Row = { $key: string } & { [field: string]: JsonValue };

/** key, name, type, industry, city, province, country, employees, annual revenue in thousands, currency */
const ACCOUNTS: [string, string, string, string, string, string, string, number, number, string][] = [
  ['chenguang', '晨光文具', 'customer', 'manufacturing', '上海', '上海', '中国', 6200, 2330000, 'CNY'],
  ['huarui', '华瑞精密制造有限公司', 'customer', 'manufacturing', '苏州', '江苏', '中国', 860, 412000, 'CNY'],
  ['lantian', '蓝天物流集团', 'customer', 'logistics', '宁波', '浙江', '中国', 2400, 980000, 'CNY'],
  ['yunqi', '云栖软件科技', 'prospect', 'software', '杭州', '浙江', '中国', 340, 156000, 'CNY'],
  ['renji', '仁济医疗器械', 'customer', 'medical', '上海', '上海', '中国', 520, 287000, 'CNY'],
  ['jinghai', '京海商业银行', 'prospect', 'finance', '北京', '北京', '中国', 11800, 5600000, 'CNY'],
  ['guangyuan', '光源新能源', 'customer', 'energy', '深圳', '广东', '中国', 1900, 1240000, 'CNY'],
  ['zhixue', '知学教育科技', 'prospect', 'education', '广州', '广东', '中国', 610, 98000, 'CNY'],
  ['haitong', '海通超市连锁', 'customer', 'retail', '厦门', '福建', '中国', 4300, 1870000, 'CNY'],
  ['tianhe', '天禾农业', 'prospect', 'manufacturing', '合肥', '安徽', '中国', 750, 220000, 'CNY'],
  ['boda', '博达通信', 'customer', 'telecommunications', '南京', '江苏', '中国', 1320, 640000, 'CNY'],
  ['xinyuan', '新元传媒', 'prospect', 'entertainment', '北京', '北京', '中国', 280, 76000, 'CNY'],
  [
    'acme',
    'Acme Industrial GmbH',
    'customer',
    'manufacturing',
    'Stuttgart',
    'Baden-Württemberg',
    'Germany',
    1450,
    310000,
    'EUR',
  ],
  [
    'northwind',
    'Northwind Traders',
    'customer',
    'retail',
    'Seattle',
    'Washington',
    'United States',
    930,
    185000,
    'USD',
  ],
  ['contoso', 'Contoso Health', 'prospect', 'medical', 'Boston', 'Massachusetts', 'United States', 2100, 420000, 'USD'],
  [
    'bluepeak',
    'Bluepeak Energy Ltd',
    'prospect',
    'energy',
    'Aberdeen',
    'Scotland',
    'United Kingdom',
    640,
    150000,
    'GBP',
  ],
  ['lumiere', 'Lumière Cosmétiques', 'customer', 'retail', 'Lyon', 'Auvergne-Rhône-Alpes', 'France', 380, 92000, 'EUR'],
  ['sakura', 'Sakura Electronics', 'partner', 'technology', 'Osaka', 'Osaka', 'Japan', 3100, 870000, 'USD'],
  ['maplesoft', 'Maple Software Inc.', 'partner', 'software', 'Toronto', 'Ontario', 'Canada', 210, 48000, 'USD'],
  [
    'harbour',
    'Harbour Logistics Pty',
    'prospect',
    'logistics',
    'Sydney',
    'New South Wales',
    'Australia',
    540,
    130000,
    'USD',
  ],
  ['meridian', 'Meridian Bank', 'prospect', 'finance', 'Singapore', 'Singapore', 'Singapore', 2700, 1500000, 'USD'],
  ['openhand', 'Open Hand Foundation', 'customer', 'nonprofit', 'Geneva', 'Geneva', 'Switzerland', 120, 34000, 'EUR'],
  ['huarui_tool', '华瑞刀具分公司', 'customer', 'manufacturing', '无锡', '江苏', '中国', 140, 66000, 'CNY'],
  ['chenguang_gz', '晨光文具广州分公司', 'customer', 'retail', '广州', '广东', '中国', 310, 180000, 'CNY'],
];

const PARENTS: Record<string, string> = { huarui_tool: 'huarui', chenguang_gz: 'chenguang' };
const KEY_ACCOUNTS = new Set(['chenguang', 'lantian', 'guangyuan', 'haitong', 'acme']);

export const accounts: Row[] = ACCOUNTS.map(
  ([key, name, type, industry, city, province, country, employees, revenue, currency], index) => ({
    $key: key,
    name,
    type,
    industry,
    city,
    province,
    country,
    employees,
    annual_revenue: { amount: `${revenue}000`, currency },
    key_account: KEY_ACCOUNTS.has(key),
    website: `https://${key.replaceAll('_', '-')}.example.com`,
    credit_days: type === 'customer' ? [30, 45, 60][index % 3]! : null,
    customer_since: type === 'customer' ? { $days: -400 - index * 97 } : null,
    parent: PARENTS[key] ? { $ref: `account/${PARENTS[key]}` } : null,
    owner: seller(index),
  }),
);

export const accountKeys: string[] = ACCOUNTS.map(([key]) => key);
/** The language one writes to them in. */
export function languageOf(account: string): 'en' | 'zh' {
  return ACCOUNTS.find(([key]) => key === account)?.[6] === '中国' ? 'zh' : 'en';
}

export const accountNames: Record<string, string> = Object.fromEntries(ACCOUNTS.map(([key, name]) => [key, name]));

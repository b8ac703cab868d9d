import type { JsonValue } from '@stratacrm/sdk';

type Row = { $key: string } & { [field: string]: JsonValue };

/** code, name, family, price, cost, unit */
const PRODUCTS: [string, string, string, number, number, string][] = [
  ['ST-100', '智能工位终端 ST-100', '终端', 4800, 2900, '台'],
  ['ST-200', '智能工位终端 ST-200 Pro', '终端', 7600, 4500, '台'],
  ['GW-10', '边缘网关 GW-10', '网络', 3200, 1700, '台'],
  ['GW-50', '边缘网关 GW-50', '网络', 9800, 5200, '台'],
  ['SW-CORE', 'Core licence, per user and year', 'Software', 1200, 90, 'licence'],
  ['SW-PLUS', 'Plus licence, per user and year', 'Software', 1980, 120, 'licence'],
  ['SW-DATA', 'Data connector', 'Software', 15000, 800, 'connector'],
  ['SV-IMP', '实施服务', '服务', 2600, 1500, '人天'],
  ['SV-TRN', '培训服务', '服务', 1800, 900, '人天'],
  ['SV-SUP', 'Premium support, per year', 'Services', 60000, 24000, 'year'],
  ['SN-T1', '温湿度传感器 T1', '传感器', 260, 130, '个'],
  ['SN-V2', '振动传感器 V2', '传感器', 680, 350, '个'],
];

export const products: Row[] = PRODUCTS.map(([code, name, family, price, cost, unit]) => ({
  $key: code,
  code,
  name,
  family,
  price: { amount: String(price), currency: 'CNY' },
  cost: { amount: String(cost), currency: 'CNY' },
  unit,
}));

/** key, name, type, status, start and end in days from today, budget, cost, expected revenue, expected response */
const CAMPAIGNS: [string, string, string, string, number, number, number, number, number, string][] = [
  ['fair', '2026 工业博览会', 'event', 'completed', -65, -61, 380000, 362400, 3000000, '6'],
  ['webinar', '智能工厂线上讲座', 'webinar', 'active', -10, 20, 40000, 18500, 600000, '12'],
  ['newsletter', 'Customer newsletter, fourth quarter', 'email', 'active', -45, 40, 12000, 6200, 200000, '3.5'],
  ['search', 'Search advertising', 'advertisement', 'active', -120, 60, 240000, 171300, 1500000, '1.8'],
  ['referral', '老客户转介绍计划', 'referral', 'active', -200, 160, 90000, 33000, 1200000, '15'],
  ['summit', 'Customer summit, spring', 'event', 'planned', 130, 131, 450000, 0, 4000000, '20'],
];

export const campaigns: Row[] = CAMPAIGNS.map(
  ([key, name, type, status, start, end, budget, cost, revenue, response]) => ({
    $key: key,
    name,
    type,
    status,
    start_date: { $days: start },
    end_date: { $days: end },
    budget: { amount: String(budget), currency: 'CNY' },
    actual_cost: { amount: String(cost), currency: 'CNY' },
    expected_revenue: { amount: String(revenue), currency: 'CNY' },
    expected_response: response,
    owner: { $ref: 'user/sophie_martin' },
  }),
);

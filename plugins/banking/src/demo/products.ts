import { month, type Row } from './row.ts';

/** code, name, category, side, audience, method, tenor, basis, PD, LGD, monthly cost */
const PRODUCTS: [
  string,
  string,
  string,
  string,
  string,
  string,
  number | null,
  string,
  string | null,
  string | null,
  string,
][] = [
  [
    'CA',
    '活期账户 Current account',
    'current_account',
    'liability',
    'persons',
    'moving',
    24,
    '360',
    null,
    null,
    '6.50',
  ],
  ['SV', '安心储蓄 Savings', 'savings', 'liability', 'persons', 'moving', 36, '360', null, null, '2.10'],
  [
    'TD12',
    '一年定期 Term deposit 1Y',
    'term_deposit',
    'liability',
    'persons',
    'matched',
    12,
    '360',
    null,
    null,
    '1.20',
  ],
  ['MG', '住房按揭 Mortgage', 'mortgage', 'asset', 'persons', 'matched', 120, '360', '0.4000', '20.00', '18.00'],
  [
    'CL',
    '消费贷款 Consumer loan',
    'consumer_loan',
    'asset',
    'persons',
    'matched',
    36,
    '360',
    '1.8000',
    '55.00',
    '9.00',
  ],
  ['CC', '信用卡 Credit card', 'credit_card', 'asset', 'persons', 'moving', 3, '365', '2.4000', '70.00', '7.50'],
  ['FD', '稳健理财 Managed fund', 'investment', 'fee', 'persons', 'none', null, '365', null, null, '3.00'],
  ['HI', '家财保险 Home insurance', 'insurance', 'fee', 'persons', 'none', null, '365', null, null, '1.00'],
  [
    'BCA',
    '对公活期 Business account',
    'current_account',
    'liability',
    'companies',
    'moving',
    18,
    '360',
    null,
    null,
    '22.00',
  ],
  [
    'BTD',
    '对公定期 Business deposit',
    'term_deposit',
    'liability',
    'companies',
    'matched',
    12,
    '360',
    null,
    null,
    '8.00',
  ],
  [
    'BL',
    '流动资金贷款 Working capital loan',
    'business_loan',
    'asset',
    'companies',
    'matched',
    12,
    '360',
    '1.2000',
    '45.00',
    '120.00',
  ],
  ['TF', '贸易融资 Trade finance', 'trade', 'asset', 'companies', 'matched', 6, '360', '0.8000', '40.00', '95.00'],
  ['PM', '收付款管家 Payments', 'payments', 'fee', 'companies', 'none', null, '365', null, null, '35.00'],
  ['PR', '代发工资 Payroll', 'payments', 'fee', 'companies', 'none', null, '365', null, null, '28.00'],
];

export const products: Row[] = PRODUCTS.map(
  ([code, name, category, side, audience, ftp_method, tenor_months, basis, pd, lgd, monthly_cost]) => ({
    $key: code,
    code,
    name,
    category,
    side,
    audience,
    ftp_method,
    tenor_months,
    basis,
    pd,
    lgd,
    monthly_cost,
  }),
);

/** Tenor in months → rate of the newest curve. */
const CNY: [number, number][] = [
  [1, 1.42],
  [3, 1.58],
  [6, 1.7],
  [12, 1.84],
  [24, 2.01],
  [36, 2.18],
  [60, 2.41],
  [120, 2.78],
];
const USD: [number, number][] = [
  [1, 4.28],
  [3, 4.2],
  [6, 4.08],
  [12, 3.92],
  [36, 3.8],
  [60, 3.86],
];

/** Every month of the last year, and once a year before that; rates come down slowly. */
const MONTHS = [...Array.from({ length: 14 }, (_, back) => -back), -18, -24, -36, -48, -60];

export const curve: Row[] = MONTHS.flatMap((back) => [...points('CNY', CNY, back), ...points('USD', USD, back)]);

function points(currency: string, newest: readonly [number, number][], back: number): Row[] {
  return newest.map(([tenor_months, rate]) => ({
    currency,
    valid_on: month(back),
    tenor_months,
    rate: (rate - back * 0.018).toFixed(4),
  }));
}

import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

const customer = {
  account: field.reference(label('Company', '对公客户'), 'account'),
  contact: field.reference(label('Person', '个人客户'), 'contact'),
  customer: field.formula(label('Customer', '客户名称'), 'text', 'coalesce(record.account.name, record.contact.name)'),
};

/**
 * One month of one holding. Matched-maturity funds transfer pricing (CEBS, Guidelines on Liquidity Cost Benefit
 * Allocation, 2010); expected loss = PD × LGD × exposure (Basel Committee, An Explanatory Note on the Basel II IRB Risk
 * Weight Functions, 2005); days by actual/360 and actual/365 (ISDA Definitions 2006, 4.16).
 */
export const profit = defineObject('bank__profit', {
  label: label('Contribution', '利润贡献'),
  plural: label('Contributions', '利润贡献'),
  description: label(
    'One month of a product held: (customer rate − transfer rate) × average balance × days ÷ basis + fees − costs − expected loss. Of deposits the rates stand the other way round.',
    '持有产品的单月利润贡献：（客户利率 − FTP 利率）× 日均余额 × 天数 ÷ 计息基础 + 手续费 − 成本 − 预期损失；存款利差方向相反。',
  ),
  icon: 'trending-up',
  nameField: 'key',
  navOrder: 130,
  fields: {
    key: field.text(label('Key', '标识'), { unique: true, max_length: 80 }),
    holding: field.reference(label('Product held', '持有产品'), 'bank__holding', {
      required: true,
      on_delete: 'cascade',
    }),
    month: field.date(label('Month', '月份'), { required: true }),
    ...customer,
    product: field.reference(label('Product', '产品'), 'bank__product'),
    officer: field.reference(label('Relationship manager', '客户经理'), 'bank__officer'),
    side: field.select(label('Side', '业务方向'), 'bank__side'),
    days: field.integer(label('Days', '天数'), { min: 0 }),
    balance_days: field.decimal(label('Balance × days', '积数'), { scale: 2 }),
    average_balance: field.formula(
      label('Average balance', '日均余额'),
      'decimal',
      'round(record.balance_days / record.days, 2)',
    ),
    customer_rate: field.percent(label('Customer rate', '客户利率'), { scale: 4 }),
    ftp_rate: field.percent(label('Transfer rate', 'FTP 利率'), { scale: 4, min: -5 }),
    ftp_tenor: field.integer(label('Tenor on the curve (months)', '曲线期限（月）')),
    ftp_day: field.date(label('Curve of', '曲线日期')),
    basis: field.integer(label('Days of a year', '计息基础')),
    pd: field.percent(label('Probability of default', '违约概率 PD'), { scale: 4 }),
    lgd: field.percent(label('Loss given default', '违约损失率 LGD'), { scale: 2 }),
    margin: field.currency(label('Margin', '利差收益'), { scale: 2 }),
    fees: field.currency(label('Fees', '手续费收入'), { scale: 2, default: '0' }),
    costs: field.currency(label('Costs', '成本'), { scale: 2, default: '0' }),
    expected_loss: field.currency(label('Expected loss', '预期损失'), { scale: 2 }),
    contribution: field.currency(label('Contribution', '利润贡献'), { scale: 2 }),
    in_last_year: field.boolean(label('Within the last 12 months', '近 12 个月'), { default: true }),
  },
  layouts: {
    bank__profit_record: {
      label: label('Contribution', '利润贡献'),
      head: ['customer', 'product', 'month', 'contribution'],
      sections: [
        {
          id: 'whose',
          label: label('Whose', '归属'),
          columns: 2,
          items: items('holding', 'month', 'account', 'contact', 'product', 'officer'),
        },
        {
          id: 'worked_out',
          label: label('How it was worked out', '计算过程'),
          columns: 2,
          items: items(
            'side',
            'average_balance',
            'balance_days',
            'days',
            'basis',
            'customer_rate',
            'ftp_rate',
            'ftp_tenor',
            'ftp_day',
            'margin',
            'fees',
            'costs',
            'pd',
            'lgd',
            'expected_loss',
            'contribution',
          ),
        },
      ],
      related: [],
      create: ['holding', 'month'],
    },
  },
  views: {
    bank__profit_by_product: {
      label: label('By product', '按产品'),
      order: 10,
      type: 'table',
      columns: columns(
        'month',
        ['customer', 180],
        'average_balance',
        'customer_rate',
        'ftp_rate',
        'margin',
        'fees',
        'costs',
        'expected_loss',
        'contribution',
      ),
      filter: 'in_last_year == true',
      group_by: 'product',
      sort: '-month',
      totals: totals(),
    },
    bank__profit_by_officer: {
      label: label('By relationship manager', '按客户经理'),
      order: 20,
      type: 'table',
      columns: columns(
        'month',
        ['customer', 180],
        ['product', 150],
        'margin',
        'fees',
        'costs',
        'expected_loss',
        'contribution',
      ),
      filter: 'in_last_year == true',
      group_by: 'officer',
      sort: '-month',
      totals: totals(),
    },
    bank__profit_all: {
      label: label('All', '全部'),
      order: 30,
      type: 'table',
      columns: columns(
        'month',
        ['customer', 180],
        ['product', 150],
        'average_balance',
        'customer_rate',
        'ftp_rate',
        'margin',
        'fees',
        'costs',
        'expected_loss',
        'contribution',
      ),
      sort: '-month,-contribution',
      totals: totals(),
    },
  },
  rules: {
    bank__profit_1_margin: {
      type: 'default',
      label: label('Margin', '利差收益'),
      description: label(
        '(Customer rate − transfer rate) × balance × days ÷ basis; of deposits (transfer rate − customer rate).',
        '（客户利率 − FTP 利率）× 积数 ÷ 计息基础；存款为（FTP 利率 − 客户利率）。',
      ),
      field: 'margin',
      on: 'save',
      value:
        'record.side == "fee" ? 0 : round((record.side == "asset" ? 1 : -1) * (coalesce(record.customer_rate, 0) - record.ftp_rate) * record.balance_days / (record.basis * 100), 2)',
    },
    bank__profit_2_expected_loss: {
      type: 'default',
      label: label('Expected loss', '预期损失'),
      description: label(
        'PD × LGD × average balance × days ÷ 365, of loans.',
        '贷款：PD × LGD × 日均余额 × 天数 ÷ 365。',
      ),
      field: 'expected_loss',
      on: 'save',
      value:
        'record.side == "asset" ? round(coalesce(record.pd, 0) * coalesce(record.lgd, 0) * record.balance_days / 3650000, 2) : 0',
    },
    bank__profit_3_contribution: {
      type: 'default',
      label: label('Contribution', '利润贡献'),
      description: label('Margin + fees − costs − expected loss.', '利差收益 + 手续费 − 成本 − 预期损失。'),
      field: 'contribution',
      on: 'save',
      value:
        'coalesce(record.margin, 0) + coalesce(record.fees, 0) - coalesce(record.costs, 0) - coalesce(record.expected_loss, 0)',
    },
  },
});

function totals(): { field: string; function: 'sum' }[] {
  return ['margin', 'fees', 'costs', 'expected_loss', 'contribution'].map((each) => ({ field: each, function: 'sum' }));
}

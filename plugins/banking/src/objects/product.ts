import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';

export const product = defineObject('bank__product', {
  label: label('Bank product', '银行产品'),
  plural: label('Bank products', '银行产品'),
  description: label(
    'What the bank sells, and how it is priced between the branch and treasury.',
    '银行销售的产品及其内部资金定价方式。',
  ),
  icon: 'package',
  navOrder: 140,
  fields: {
    name: field.text(label('Name', '产品名称'), { required: true, max_length: 120 }),
    code: field.text(label('Code', '产品代码'), { required: true, unique: true, max_length: 40 }),
    category: field.select(label('Category', '类别'), 'bank__category', { required: true }),
    side: field.select(label('Side', '业务方向'), 'bank__side', { required: true }),
    audience: field.select(
      label('For', '适用客户'),
      [
        option('persons', label('Persons', '个人'), 'blue'),
        option('companies', label('Companies', '对公'), 'teal'),
        option('both', label('Both', '个人与对公'), 'grey'),
      ],
      { required: true, default: 'both' },
    ),
    on_sale: field.boolean(label('On sale', '在售'), { default: true }),
    ftp_method: field.select(
      label('Transfer pricing', '资金定价方式'),
      [
        option(
          'matched',
          label('Matched maturity: the curve of the day it was opened', '期限匹配：按起息日曲线'),
          'teal',
        ),
        option('moving', label('Moving: the curve of each month', '浮动：按当月曲线'), 'blue'),
        option('none', label('None', '不适用'), 'grey'),
      ],
      {
        required: true,
        default: 'moving',
        help: label(
          'Term products keep the rate of their first day; those without an end follow the curve at the tenor at which their balances behave.',
          '定期产品锁定起息日利率；无固定期限的产品按其行为期限随曲线变动。',
        ),
      },
    ),
    tenor_months: field.integer(label('Tenor (months)', '期限（月）'), {
      min: 1,
      max: 480,
      help: label(
        'Of the contract; for sight balances, how long they stay in experience.',
        '合同期限；活期类为行为期限。',
      ),
    }),
    basis: field.select(
      label('Days of a year', '计息基础'),
      [option('360', label('Actual/360', '实际/360')), option('365', label('Actual/365', '实际/365'))],
      { required: true, default: '360' },
    ),
    pd: field.percent(label('Probability of default', '违约概率 PD'), { min: 0, max: 100, scale: 4 }),
    lgd: field.percent(label('Loss given default', '违约损失率 LGD'), { min: 0, max: 100, scale: 2 }),
    monthly_cost: field.decimal(label('Cost a month and holding', '单户月成本'), {
      min: 0,
      scale: 2,
      help: label('In the workspace currency.', '以工作区本位币计。'),
    }),
    description: field.longText(label('Description', '说明')),
    holdings: field.rollup(label('Held', '有效持有数'), 'bank__holding', 'product', 'count', {
      where: 'record.status == "active"',
    }),
    balance: field.rollup(label('Balances', '余额合计'), 'bank__holding', 'product', 'sum', { field: 'balance' }),
    margin_12m: field.rollup(label('Margin, 12 months', '近 12 个月利差收益'), 'bank__holding', 'product', 'sum', {
      field: 'margin_12m',
    }),
    contribution_12m: field.rollup(
      label('Contribution, 12 months', '近 12 个月利润贡献'),
      'bank__holding',
      'product',
      'sum',
      { field: 'contribution_12m' },
    ),
  },
  layouts: {
    bank__product_record: {
      label: label('Bank product', '银行产品'),
      head: ['code', 'category', 'holdings', 'contribution_12m'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'code', 'category', 'audience', 'side', 'on_sale', ['description', 2]),
        },
        {
          id: 'pricing',
          label: label('Transfer pricing and risk', '资金定价与风险'),
          columns: 2,
          items: items('ftp_method', 'tenor_months', 'basis', 'monthly_cost', 'pd', 'lgd'),
        },
        {
          id: 'result',
          label: label('Result', '经营结果'),
          columns: 2,
          items: items('holdings', 'balance', 'margin_12m', 'contribution_12m'),
        },
      ],
      related: [
        {
          id: 'holdings',
          object: 'bank__holding',
          via: 'product',
          fields: ['number', 'customer', 'status', 'balance', 'rate', 'contribution_12m'],
          sort: '-contribution_12m',
        },
      ],
      create: ['name', 'code', 'category', 'side', 'audience', 'ftp_method', 'tenor_months', 'basis'],
    },
  },
  views: {
    bank__product_all: {
      label: label('All bank products', '全部银行产品'),
      order: 10,
      type: 'table',
      columns: columns(
        ['name', 200],
        'category',
        'side',
        'audience',
        'holdings',
        'balance',
        'margin_12m',
        'contribution_12m',
        'on_sale',
      ),
      sort: '-contribution_12m',
      totals: [
        { field: 'margin_12m', function: 'sum' },
        { field: 'contribution_12m', function: 'sum' },
      ],
    },
  },
  rules: {
    bank__product_tenor: {
      type: 'validation',
      label: label('A priced product has a tenor', '参与定价的产品须有期限'),
      when: 'record.ftp_method != "none"',
      assert: 'has(record.tenor_months)',
      message: label('Say at which tenor of the curve it is priced.', '请填写该产品在曲线上对应的期限。'),
      fields: ['tenor_months'],
      mode: 'enforce',
    },
  },
});

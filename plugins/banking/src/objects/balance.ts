import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';

export const balance = defineObject('bank__balance', {
  label: label('Balance', '余额记录'),
  plural: label('Balances', '余额记录'),
  description: label(
    'What a holding stood at: a day’s closing balance, or a month’s average. Sent in bulk by the core system.',
    '持有产品的日终余额或月日均余额，由核心系统批量写入。',
  ),
  icon: 'scale',
  nameField: 'key',
  fields: {
    key: field.text(label('Key', '标识'), {
      unique: true,
      max_length: 80,
      help: label('Number and date: the same line sent twice counts once.', '账号加日期，重复写入只计一次。'),
    }),
    holding: field.reference(label('Product held', '持有产品'), 'bank__holding', {
      required: true,
      on_delete: 'cascade',
    }),
    kind: field.select(
      label('Kind', '口径'),
      [
        option('month', label('Average of the month', '月日均'), 'blue'),
        option('day', label('Close of the day', '日终'), 'grey'),
      ],
      { required: true, default: 'month' },
    ),
    date: field.date(label('Date', '日期'), {
      required: true,
      help: label('Of a month, its first day.', '月日均填写当月 1 日。'),
    }),
    amount: field.currency(label('Amount', '余额'), { required: true, rate_date: 'date', scale: 2 }),
    days: field.integer(label('Days', '天数'), { min: 1, max: 31 }),
    fees: field.currency(label('Fees earned', '手续费收入'), { rate_date: 'date', scale: 2 }),
    costs: field.currency(label('Costs beside those of the product', '另计成本'), { rate_date: 'date', scale: 2 }),
    amount_days: field.decimal(label('Amount × days', '积数'), {
      scale: 2,
      help: label('In the workspace currency.', '以工作区本位币计。'),
    }),
  },
  layouts: {
    bank__balance_record: {
      label: label('Balance', '余额记录'),
      head: ['holding', 'date', 'amount'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('holding', 'kind', 'date', 'days', 'amount', 'amount_days', 'fees', 'costs'),
        },
      ],
      related: [],
      create: ['holding', 'kind', 'date', 'amount', 'fees', 'costs'],
    },
  },
  views: {
    bank__balance_all: {
      label: label('Latest balances', '最新余额'),
      order: 10,
      type: 'table',
      columns: columns(['holding', 170], ['holding.customer', 180], 'kind', 'date', 'amount', 'days', 'fees', 'costs'),
      sort: '-date',
    },
  },
  rules: {
    bank__balance_0_month: {
      type: 'default',
      label: label('A month begins on its first day', '月日均记为当月 1 日'),
      field: 'date',
      on: 'save',
      when: 'record.kind == "month"',
      value: 'startOfMonth(record.date)',
    },
    bank__balance_days: {
      type: 'default',
      label: label('One day, or those of the month', '天数：日终为 1，月日均为当月天数'),
      field: 'days',
      on: 'create',
      value:
        'record.kind == "day" ? 1 : daysBetween(startOfMonth(record.date), addMonths(startOfMonth(record.date), 1))',
    },
    bank__balance_key: {
      type: 'default',
      label: label('Number and date', '账号加日期'),
      field: 'key',
      on: 'save',
      value: 'record.holding.number + " " + text(record.date) + (record.kind == "day" ? " D" : " M")',
    },
    bank__balance_product: {
      type: 'default',
      label: label('Amount times days', '计算积数'),
      field: 'amount_days',
      on: 'save',
      value: 'round(record.amount * record.days, 2)',
    },
  },
});

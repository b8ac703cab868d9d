import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

export const officer = defineObject('bank__officer', {
  label: label('Relationship manager', '客户经理'),
  plural: label('Relationship managers', '客户经理'),
  description: label('Who looks after customers, and what his book earns.', '客户经理及其名下客户的经营成果。'),
  icon: 'briefcase',
  navOrder: 150,
  unique: [{ name: 'person', fields: ['person'] }],
  fields: {
    name: field.text(label('Name', '姓名'), { required: true, max_length: 120 }),
    person: field.user(label('User', '系统用户')),
    branch: field.text(label('Branch', '所属网点'), { max_length: 120 }),
    target: field.currency(label('Target for 12 months', '年度目标'), { min: 0 }),
    holdings: field.rollup(label('Products held', '名下有效产品数'), 'bank__holding', 'officer', 'count', {
      where: 'record.status == "active"',
    }),
    deposits: field.rollup(label('Deposits', '存款余额'), 'bank__holding', 'officer', 'sum', {
      field: 'balance',
      where: 'record.side == "liability"',
    }),
    loans: field.rollup(label('Loans', '贷款余额'), 'bank__holding', 'officer', 'sum', {
      field: 'balance',
      where: 'record.side == "asset"',
    }),
    contribution_12m: field.rollup(
      label('Contribution, 12 months', '近 12 个月利润贡献'),
      'bank__holding',
      'officer',
      'sum',
      { field: 'contribution_12m' },
    ),
    achieved: field.formula(
      label('Of target %', '目标完成率 %'),
      'decimal',
      'round(record.contribution_12m / record.target * 100, 1)',
    ),
  },
  layouts: {
    bank__officer_record: {
      label: label('Relationship manager', '客户经理'),
      head: ['branch', 'contribution_12m', 'target', 'achieved'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'person', 'branch', 'target'),
        },
        {
          id: 'result',
          label: label('Book', '经营成果'),
          columns: 2,
          items: items('holdings', 'deposits', 'loans', 'contribution_12m', 'achieved'),
        },
      ],
      related: [
        {
          id: 'holdings',
          object: 'bank__holding',
          via: 'officer',
          fields: ['number', 'customer', 'product', 'status', 'balance', 'contribution_12m'],
          sort: '-contribution_12m',
        },
        {
          id: 'suggestions',
          object: 'bank__suggestion',
          via: 'officer',
          fields: ['customer', 'product', 'share', 'status'],
          sort: '-share',
        },
      ],
      create: ['name', 'person', 'branch', 'target'],
    },
  },
  views: {
    bank__officer_all: {
      label: label('All relationship managers', '全部客户经理'),
      order: 10,
      type: 'table',
      columns: columns(
        ['name', 160],
        'branch',
        'holdings',
        'deposits',
        'loans',
        'contribution_12m',
        'target',
        'achieved',
      ),
      sort: '-contribution_12m',
      totals: [{ field: 'contribution_12m', function: 'sum' }],
    },
  },
});

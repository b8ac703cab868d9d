import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';
import { worthCards } from '../view-types.ts';

export const household = defineObject('bank__household', {
  label: label('Household', '家庭'),
  plural: label('Households', '家庭'),
  description: label('People, and the companies they run, who decide together.', '共同决策的家庭成员及其经营的企业。'),
  icon: 'house',
  navOrder: 115,
  fields: {
    name: field.text(label('Name', '家庭名称'), { required: true, max_length: 160 }),
    kind: field.select(
      label('Kind', '类型'),
      [
        option('family', label('Family', '家庭'), 'blue'),
        option('family_business', label('Family with a business', '家族企业主'), 'teal'),
        option('single', label('Living alone', '单身'), 'grey'),
      ],
      { default: 'family' },
    ),
    city: field.text(label('City', '城市'), { max_length: 100 }),
    members: field.rollup(label('Members', '成员数'), 'contact', 'bank__household', 'count'),
    companies: field.rollup(label('Companies', '关联企业数'), 'account', 'bank__household', 'count'),
    deposits_of_persons: field.rollup(
      label('Deposits of its members', '成员存款'),
      'contact',
      'bank__household',
      'sum',
      {
        field: 'bank__deposits',
      },
    ),
    deposits_of_companies: field.rollup(
      label('Deposits of its companies', '企业存款'),
      'account',
      'bank__household',
      'sum',
      { field: 'bank__deposits' },
    ),
    loans_of_persons: field.rollup(label('Loans of its members', '成员贷款'), 'contact', 'bank__household', 'sum', {
      field: 'bank__loans',
    }),
    loans_of_companies: field.rollup(label('Loans of its companies', '企业贷款'), 'account', 'bank__household', 'sum', {
      field: 'bank__loans',
    }),
    contribution_of_persons: field.rollup(
      label('Contribution of its members, 12 months', '成员近 12 个月利润贡献'),
      'contact',
      'bank__household',
      'sum',
      { field: 'bank__contribution_12m' },
    ),
    contribution_of_companies: field.rollup(
      label('Contribution of its companies, 12 months', '企业近 12 个月利润贡献'),
      'account',
      'bank__household',
      'sum',
      { field: 'bank__contribution_12m' },
    ),
    deposits: field.formula(
      label('Deposits', '存款合计'),
      'currency',
      'coalesce(record.deposits_of_persons, 0) + coalesce(record.deposits_of_companies, 0)',
    ),
    loans: field.formula(
      label('Loans', '贷款合计'),
      'currency',
      'coalesce(record.loans_of_persons, 0) + coalesce(record.loans_of_companies, 0)',
    ),
    contribution: field.formula(
      label('Contribution, 12 months', '近 12 个月利润贡献合计'),
      'currency',
      'coalesce(record.contribution_of_persons, 0) + coalesce(record.contribution_of_companies, 0)',
    ),
  },
  layouts: {
    bank__household_record: {
      label: label('Household', '家庭'),
      head: ['kind', 'city', 'contribution', 'owner'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'kind', 'city', 'owner', 'members', 'companies'),
        },
        {
          id: 'money',
          label: label('Together', '家庭整体'),
          columns: 2,
          items: items(
            'deposits_of_persons',
            'deposits_of_companies',
            'loans_of_persons',
            'loans_of_companies',
            'deposits',
            'loans',
            'contribution_of_persons',
            'contribution_of_companies',
            'contribution',
          ),
        },
      ],
      related: [
        {
          id: 'members',
          object: 'contact',
          via: 'bank__household',
          label: label('Members', '家庭成员'),
          fields: ['name', 'bank__household_role', 'mobile', 'bank__deposits', 'bank__loans', 'bank__contribution_12m'],
        },
        {
          id: 'companies',
          object: 'account',
          via: 'bank__household',
          label: label('Companies', '关联企业'),
          fields: ['name', 'industry', 'bank__deposits', 'bank__loans', 'bank__contribution_12m'],
        },
      ],
      create: ['name', 'kind', 'city', 'owner'],
    },
  },
  views: {
    bank__household_all: {
      label: label('All households', '全部家庭'),
      order: 10,
      type: 'table',
      columns: columns(['name', 200], 'kind', 'members', 'companies', 'contribution', 'city', 'owner'),
      sort: 'name',
    },
    bank__household_worth: {
      label: label('What households bring', '家庭价值一览'),
      order: 20,
      type: 'declared',
      columns: columns(['name', 200], 'kind', 'contribution', 'deposits', 'loans', 'owner', 'city'),
      sort: '-contribution',
      declared: {
        view_type: worthCards.name,
        parts: {
          kind: 'kind',
          colour: 'kind',
          brings: 'contribution',
          keeps: 'deposits',
          borrows: 'loans',
          who: 'owner',
          where: 'city',
        },
      },
    },
  },
});

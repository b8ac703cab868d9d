import { columns, defineObject, field, items, label } from '@stratacrm/sdk';

/** People who live together are thanked together, and asked once. */
export const household = defineObject('give__household', {
  label: label('Household', '家庭'),
  plural: label('Households', '家庭'),
  description: label('People who live and give together.', '共同生活、共同捐赠的一家人。'),
  icon: 'house',
  navOrder: 41,
  fields: {
    name: field.text(label('Name', '名称'), { required: true, max_length: 120 }),
    salutation: field.text(label('How they are addressed', '称呼'), {
      max_length: 200,
      help: label('As on an envelope: Mr and Mrs Wang.', '信封上的称呼，例如：王先生暨夫人。'),
    }),
    address: field.text(label('Address', '地址'), { max_length: 300, sensitivity: 'personal' }),
    city: field.text(label('City', '城市'), { max_length: 100 }),
    members: field.rollup(label('Members', '成员数'), 'contact', 'give__household', 'count'),
    total: field.rollup(label('Given in total', '累计捐赠'), 'give__gift', 'household', 'sum', {
      field: 'amount',
      where: 'record.status == "received"',
    }),
    last_gift: field.rollup(label('Last gift', '最近捐赠'), 'give__gift', 'household', 'max', {
      field: 'received_on',
      where: 'record.status == "received"',
    }),
    note: field.longText(label('Notes', '备注'), { sensitivity: 'personal' }),
  },
  layouts: {
    give__household_record: {
      label: label('Household', '家庭'),
      head: ['city', 'members', 'total', 'last_gift'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'salutation', 'city', 'address', 'total', 'last_gift', ['note', 2]),
        },
      ],
      related: [
        {
          id: 'people',
          object: 'contact',
          via: 'give__household',
          fields: ['name', 'mobile', 'email', 'give__total', 'give__standing'],
        },
        {
          id: 'gifts',
          object: 'give__gift',
          via: 'household',
          fields: ['received_on', 'donor', 'amount', 'campaign', 'status'],
          sort: '-received_on',
        },
      ],
      create: ['name', 'salutation', 'city', 'address'],
    },
  },
  views: {
    give__household_all: {
      label: label('All households', '全部家庭'),
      order: 10,
      type: 'table',
      columns: columns(['name', 180], 'salutation', 'city', 'members', 'total', 'last_gift'),
      sort: '-total',
      totals: [{ field: 'total', function: 'sum' }],
    },
  },
});

import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';

export const pledge = defineObject('give__pledge', {
  label: label('Pledge', '认捐'),
  plural: label('Pledges', '认捐'),
  description: label('What somebody promised to give, in instalments.', '承诺分期捐出的款项。'),
  icon: 'handshake',
  nameField: 'number',
  navOrder: 42,
  fields: {
    number: field.autoNumber(label('Number', '编号'), 'PL-{00000}'),
    donor: field.reference(label('Donor', '捐赠人'), 'contact', {
      required: true,
      on_delete: 'restrict',
      read_only_after_create: true,
    }),
    amount: field.currency(label('Pledged', '认捐金额'), { required: true, read_only_after_create: true }),
    instalments: field.integer(label('Instalments', '期数'), {
      required: true,
      min: 1,
      max: 120,
      default: 1,
      read_only_after_create: true,
    }),
    rhythm: field.select(label('Rhythm', '周期'), 'give__rhythm', {
      required: true,
      default: 'month',
      read_only_after_create: true,
    }),
    starts_on: field.date(label('First due', '首期日期'), { required: true, read_only_after_create: true }),
    campaign: field.reference(label('Campaign', '募款活动'), 'campaign', { on_delete: 'clear' }),
    purpose: field.select(label('Purpose', '捐赠用途'), 'give__purpose', { default: 'where_needed' }),
    status: field.select(
      label('Status', '状态'),
      [
        option('active', label('Active', '履行中'), 'blue'),
        option('fulfilled', label('Fulfilled', '已履行'), 'teal'),
        option('released', label('Released', '已免除'), 'grey'),
      ],
      { required: true, default: 'active' },
    ),
    paid: field.rollup(label('Received', '已收'), 'give__gift', 'pledge', 'sum', {
      field: 'amount',
      where: 'record.status == "received"',
    }),
    open: field.formula(label('Still open', '未收'), 'decimal', 'max(record.amount - record.paid, 0)'),
    next_due: field.rollup(label('Next due', '下期日期'), 'give__instalment', 'pledge', 'min', {
      field: 'due_on',
      where: 'record.status == "open"',
    }),
    overdue: field.rollup(label('Open instalments', '未收期数'), 'give__instalment', 'pledge', 'count', {
      where: 'record.status == "open"',
    }),
    note: field.longText(label('Note', '备注')),
  },
  layouts: {
    give__pledge_record: {
      label: label('Pledge', '认捐'),
      head: ['donor', 'amount', 'paid', 'next_due'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items(
            'donor',
            'amount',
            'instalments',
            'rhythm',
            'starts_on',
            'campaign',
            'purpose',
            'paid',
            'open',
            'next_due',
            'overdue',
            ['note', 2],
          ),
        },
      ],
      related: [
        {
          id: 'instalments',
          object: 'give__instalment',
          via: 'pledge',
          fields: ['position', 'due_on', 'amount', 'paid', 'status'],
          sort: 'position',
        },
        {
          id: 'gifts',
          object: 'give__gift',
          via: 'pledge',
          fields: ['received_on', 'amount', 'instalment', 'status'],
          sort: '-received_on',
        },
      ],
      create: ['donor', 'amount', 'instalments', 'rhythm', 'starts_on', 'campaign', 'purpose', 'note'],
    },
  },
  views: {
    give__pledge_active: {
      label: label('Active pledges', '履行中的认捐'),
      order: 10,
      type: 'table',
      columns: columns(
        ['number', 110],
        ['donor', 150],
        'amount',
        'paid',
        'open',
        'next_due',
        'rhythm',
        'campaign',
        'owner',
      ),
      filter: 'status == "active"',
      sort: 'next_due',
      totals: [
        { field: 'amount', function: 'sum' },
        { field: 'paid', function: 'sum' },
      ],
    },
    give__pledge_all: {
      label: label('All pledges', '全部认捐'),
      order: 20,
      type: 'table',
      columns: columns(['number', 110], ['donor', 150], 'amount', 'paid', 'status', 'starts_on', 'campaign', 'owner'),
      sort: '-created_at',
    },
  },
  rules: {
    give__pledge_amount: {
      type: 'validation',
      label: label('Something is promised', '认捐金额大于零'),
      assert: 'record.amount > 0',
      message: label('A pledge has an amount above zero.', '认捐金额必须大于零。'),
      fields: ['amount'],
      mode: 'enforce',
    },
  },
  process: {
    name: 'give__pledge_process',
    label: label('Course of a pledge', '认捐流程'),
    field: 'status',
    stages: [
      { id: 'active', category: 'open' },
      { id: 'fulfilled', category: 'won' },
      { id: 'released', category: 'lost' },
    ],
    enter: ['active'],
    transitions: [
      {
        id: 'fulfil',
        from: 'active',
        to: 'fulfilled',
        guard: 'record.paid >= record.amount',
        message: label('Not all of it has been received.', '款项尚未全部到账。'),
      },
      { id: 'release', label: label('Release', '免除'), from: 'active', to: 'released', requires: ['note'] },
    ],
  },
});

/** One part of a pledge, with the day on which it is due. */
export const instalment = defineObject('give__instalment', {
  label: label('Instalment', '分期'),
  plural: label('Instalments', '分期'),
  description: label('One part of a pledge.', '认捐的一期。'),
  icon: 'calendar-days',
  unique: [{ name: 'position', fields: ['pledge', 'position'] }],
  fields: {
    name: field.text(label('Name', '名称'), { max_length: 60 }),
    pledge: field.reference(label('Pledge', '认捐'), 'give__pledge', { required: true, on_delete: 'cascade' }),
    donor: field.reference(label('Donor', '捐赠人'), 'contact', { required: true, on_delete: 'restrict' }),
    position: field.integer(label('Position', '期次'), { required: true, min: 1 }),
    due_on: field.date(label('Due', '应捐日期'), { required: true }),
    amount: field.currency(label('Amount', '金额'), { required: true }),
    paid: field.rollup(label('Received', '已收'), 'give__gift', 'instalment', 'sum', {
      field: 'amount',
      where: 'record.status == "received"',
    }),
    status: field.select(
      label('Status', '状态'),
      [option('open', label('Open', '未收'), 'amber'), option('paid', label('Received', '已收'), 'teal')],
      { required: true, default: 'open' },
    ),
  },
  layouts: {
    give__instalment_record: {
      label: label('Instalment', '分期'),
      head: ['pledge', 'due_on', 'amount', 'status'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('pledge', 'donor', 'position', 'due_on', 'amount', 'paid', 'status'),
        },
      ],
      related: [
        { id: 'gifts', object: 'give__gift', via: 'instalment', fields: ['number', 'received_on', 'amount', 'status'] },
      ],
      create: ['pledge', 'donor', 'position', 'due_on', 'amount'],
    },
  },
  views: {
    give__instalment_overdue: {
      label: label('Overdue', '逾期分期'),
      order: 10,
      type: 'table',
      columns: columns(['name', 140], ['donor', 150], 'due_on', 'amount', 'paid', 'pledge'),
      filter: 'status == "open" && due_on < today()',
      sort: 'due_on',
      totals: [{ field: 'amount', function: 'sum' }],
    },
    give__instalment_calendar: {
      label: label('Calendar', '分期日历'),
      order: 20,
      type: 'calendar',
      columns: columns('name', 'donor', 'amount', 'status'),
      calendar: { field: 'due_on' },
    },
  },
});

import { columns, defineObject, field, items, label, option, patchDocument } from '@stratacrm/sdk';

export const causes = [
  option('delay', label('Delay', '航班延误')),
  option('cancellation', label('Cancellation', '航班取消')),
  option('baggage', label('Baggage', '行李')),
  option('seat', label('Seat', '座位')),
  option('service', label('Service', '服务态度')),
  option('meal', label('Meal', '餐食')),
  option('other', label('Other', '其他')),
];

/** Making good for what went wrong: an answer, an apology, and points within limits. */
export const recovery = defineObject('air__recovery', {
  label: label('Recovery', '服务补救'),
  plural: label('Recoveries', '服务补救'),
  description: label('A complaint and what was done to win the member back.', '一次投诉，以及为挽回会员所做的补救。'),
  icon: 'heart-handshake',
  nameField: 'subject',
  navOrder: 36,
  fields: {
    subject: field.text(label('Subject', '主题'), { required: true, max_length: 200 }),
    number: field.autoNumber(label('Number', '编号'), 'REC-{00000}'),
    status: field.select(
      label('Status', '状态'),
      [
        option('open', label('Open', '待处理'), 'blue'),
        option('approved', label('Approved', '已批准'), 'amber'),
        option('settled', label('Settled', '已补偿'), 'teal'),
        option('declined', label('Declined', '不予补偿'), 'grey'),
      ],
      { required: true, default: 'open' },
    ),
    cause: field.select(label('What went wrong', '原因'), causes, { required: true, default: 'other' }),
    member: field.reference(label('Member', '会员'), 'contact', { required: true, on_delete: 'restrict' }),
    segment: field.reference(label('Segment', '航段'), 'air__segment', { on_delete: 'clear' }),
    touchpoint: field.reference(label('Touchpoint', '体验触点'), 'air__touchpoint', { on_delete: 'clear' }),
    case: field.reference(label('Case', '服务工单'), 'case', { on_delete: 'clear' }),
    points: field.integer(label('Points offered', '补偿积分'), { min: 0 }),
    level: field.select(label('Decided by', '审批级别'), [
      option('agent', label('Whoever handles it', '经办人'), 'teal'),
      option('manager', label('Loyalty manager', '会员经理'), 'amber'),
      option('above', label('Beyond every limit', '超出上限'), 'red'),
    ]),
    apology: field.longText(label('What the member is told', '致歉与说明')),
    stage_time: field.deadline(label('Time in stage', '阶段停留')),
    settled_at: field.datetime(label('Settled', '补偿时间')),
  },
  layouts: {
    air__recovery_record: {
      label: label('Recovery', '服务补救'),
      head: ['number', 'cause', 'member', 'owner', 'stage_time'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('subject', 'status', 'cause', 'member', 'segment', 'touchpoint', 'case', 'owner'),
        },
        {
          id: 'offer',
          label: label('Offer', '补偿方案'),
          columns: 2,
          items: items('points', 'level', ['apology', 2], 'settled_at'),
        },
      ],
      related: [
        {
          id: 'entries',
          object: 'air__points_entry',
          via: 'recovery',
          fields: ['booked_at', 'kind', 'points', 'balance'],
        },
      ],
      create: ['subject', 'member', 'cause', 'segment', 'case', 'points', 'apology'],
    },
  },
  views: {
    air__recovery_open: {
      label: label('Open recoveries', '待处理补救'),
      order: 10,
      type: 'table',
      columns: columns(
        'number',
        ['subject', 220],
        ['member', 140],
        'member.air__tier',
        'cause',
        'points',
        'level',
        'stage_time',
        'owner',
      ),
      filter: 'status in ["open", "approved"]',
      sort: 'stage_time',
    },
    air__recovery_all: {
      label: label('All recoveries', '全部补救'),
      order: 20,
      type: 'table',
      columns: columns('number', ['subject', 220], ['member', 140], 'status', 'cause', 'points', 'settled_at', 'owner'),
      sort: '-created_at',
      totals: [{ field: 'points', function: 'sum' }],
    },
    air__recovery_board: {
      label: label('By status', '补救看板'),
      order: 30,
      type: 'board',
      columns: columns('subject', 'member', 'cause', 'points'),
      board: { field: 'status' },
    },
  },
  process: {
    name: 'air__recovery_process',
    label: label('Complaint recovery', '投诉补救流程'),
    field: 'status',
    stages: [
      { id: 'open', category: 'open', target_days: 2 },
      { id: 'approved', category: 'open', target_days: 1 },
      { id: 'settled', category: 'won' },
      { id: 'declined', category: 'lost' },
    ],
    enter: ['open'],
    transitions: [
      {
        id: 'approve',
        label: label('Offer it', '提交补偿方案'),
        from: 'open',
        to: 'approved',
        requires: ['points', 'apology'],
        approval: 'air__recovery_approval',
      },
      { id: 'decline', label: label('Decline', '不予补偿'), from: 'open', to: 'declined', requires: ['apology'] },
      {
        id: 'settle',
        label: label('Settle', '完成补偿'),
        from: 'approved',
        to: 'settled',
        roles: ['air__loyalty_manager'],
        set: { settled_at: 'now()' },
      },
    ],
    stage_clock: { field: 'stage_time' },
  },
});

/** The recoveries of a case, on its page. */
export const caseLayout = patchDocument('layout', 'case_record', {
  related: [
    {
      id: 'air__recoveries',
      $add: true,
      object: 'air__recovery',
      via: 'case',
      fields: ['number', 'subject', 'status', 'points', 'owner'],
    },
  ],
});

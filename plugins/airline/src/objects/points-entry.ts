import { columns, defineObject, field, items, label, option, type FieldOptions } from '@stratacrm/sdk';

/** Written once: who is wrong books another entry that takes it back. */
const ONCE: FieldOptions = { read_only_after_create: true };

/**
 * The ledger of points. Each entry of a member carries the next number and the balance after it; as a number can be taken only
 * once, two that are booked at the same moment cannot both count on the same balance.
 */
export const pointsEntry = defineObject('air__points_entry', {
  label: label('Points entry', '积分流水'),
  plural: label('Points entries', '积分流水'),
  description: label('Points of a member, earned, redeemed or expired.', '会员积分的累积、兑换与过期记录。'),
  icon: 'coins',
  nameField: 'number',
  navOrder: 33,
  unique: [
    { name: 'order', fields: ['member', 'sequence'] },
    { name: 'earned_once', fields: ['segment'], where: 'record.kind == "earn"' },
    { name: 'compensated_once', fields: ['recovery'], where: 'record.kind == "compensation"' },
  ],
  fields: {
    number: field.autoNumber(label('Number', '流水号'), 'P{00000000}'),
    member: field.reference(label('Member', '会员'), 'contact', { ...ONCE, required: true, on_delete: 'restrict' }),
    kind: field.select(
      label('Kind', '类型'),
      [
        option('earn', label('Flight', '乘机累积'), 'teal'),
        option('bonus', label('Bonus', '活动奖励'), 'green'),
        option('compensation', label('Compensation', '服务补偿'), 'purple'),
        option('redeem', label('Redeemed', '兑换'), 'blue'),
        option('refund', label('Given back', '兑换退回'), 'amber'),
        option('expiry', label('Expired', '过期'), 'grey'),
        option('correction', label('Correction', '更正'), 'red'),
      ],
      { ...ONCE, required: true },
    ),
    points: field.integer(label('Points', '积分'), { ...ONCE, required: true, min: -10_000_000, max: 10_000_000 }),
    tier_points: field.integer(label('Tier points', '定级积分'), { ...ONCE, min: 0 }),
    promotion: field.integer(label('Promotion (%)', '活动加成（%）'), { ...ONCE, min: 0, max: 500 }),
    sequence: field.integer(label('Entry of the member', '会员流水序号'), { ...ONCE, min: 1 }),
    balance: field.integer(label('Balance after it', '变动后余额'), { ...ONCE }),
    booked_at: field.datetime(label('Booked', '入账时间'), ONCE),
    expires_on: field.date(label('Expires on', '过期日'), ONCE),
    segment: field.reference(label('Segment', '航段'), 'air__segment', { ...ONCE, on_delete: 'restrict' }),
    reward: field.reference(label('Reward', '兑换奖励'), 'air__reward', { ...ONCE, on_delete: 'restrict' }),
    recovery: field.reference(label('Recovery', '服务补救'), 'air__recovery', { ...ONCE, on_delete: 'restrict' }),
    voucher: field.text(label('Voucher', '兑换券号'), { ...ONCE, max_length: 40 }),
    voucher_until: field.date(label('Voucher valid until', '兑换券有效期至'), ONCE),
    takes_back: field.reference(label('Takes back', '冲回流水'), 'air__points_entry', {
      ...ONCE,
      on_delete: 'restrict',
      unique: true,
    }),
    request_key: field.text(label('Request', '请求标识'), {
      ...ONCE,
      max_length: 100,
      unique: true,
      help: label('The same request is booked once.', '同一请求只入账一次。'),
    }),
    note: field.text(label('Note', '备注'), { ...ONCE, max_length: 300 }),
  },
  layouts: {
    air__points_entry_record: {
      label: label('Points entry', '积分流水'),
      head: ['member', 'kind', 'points', 'balance'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items(
            'member',
            'kind',
            'points',
            'tier_points',
            'promotion',
            'balance',
            'booked_at',
            'expires_on',
            'segment',
            'reward',
            'voucher',
            'voucher_until',
            'recovery',
            'takes_back',
            ['note', 2],
          ),
        },
      ],
      related: [],
      create: ['member', 'kind', 'points', 'reward', 'segment', 'takes_back', 'note'],
    },
  },
  views: {
    air__points_entry_all: {
      label: label('All entries', '全部流水'),
      order: 10,
      type: 'table',
      columns: columns(
        ['number', 120],
        'booked_at',
        ['member', 140],
        'kind',
        'points',
        'balance',
        'segment',
        'reward',
        'expires_on',
      ),
      sort: '-booked_at',
      totals: [{ field: 'points', function: 'sum' }],
    },
    air__points_entry_redeemed: {
      label: label('Redeemed', '兑换记录'),
      order: 20,
      type: 'table',
      columns: columns(
        ['number', 120],
        'booked_at',
        ['member', 140],
        ['reward', 220],
        'points',
        'voucher',
        'voucher_until',
      ),
      filter: 'kind == "redeem"',
      sort: '-booked_at',
    },
  },
  rules: {
    air__points_never_below_zero: {
      type: 'validation',
      label: label('Never below zero', '余额不低于零'),
      assert: 'record.balance >= 0',
      message: label('There are not enough points.', '积分不足。'),
      fields: ['points'],
      mode: 'enforce',
    },
  },
});

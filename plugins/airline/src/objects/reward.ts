import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';

/** What points are redeemed for. */
export const reward = defineObject('air__reward', {
  label: label('Reward', '兑换奖励'),
  plural: label('Rewards', '兑换奖励'),
  description: label('What members get for points.', '会员可用积分兑换的奖励。'),
  icon: 'gift',
  navOrder: 34,
  fields: {
    name: field.text(label('Name', '名称'), { required: true, max_length: 120 }),
    kind: field.select(
      label('Kind', '类别'),
      [
        option('flight', label('Award flight', '奖励机票'), 'blue'),
        option('upgrade', label('Upgrade', '舱位升级'), 'purple'),
        option('lounge', label('Lounge', '贵宾休息室'), 'amber'),
        option('baggage', label('Baggage', '行李'), 'grey'),
        option('partner', label('Partner', '合作商户'), 'teal'),
      ],
      { required: true },
    ),
    points: field.integer(label('Points', '所需积分'), { required: true, min: 1 }),
    active: field.boolean(label('Offered', '可兑换'), { default: true }),
    tiers: field.multiSelect(label('Only for', '限定等级'), 'air__tier', {
      help: label('Empty: for every member.', '留空则所有会员均可兑换。'),
    }),
    valid_days: field.integer(label('Voucher valid for (days)', '兑换券有效天数'), { min: 1, default: 180 }),
    description: field.longText(label('Description', '说明')),
    redeemed: field.rollup(label('Times redeemed', '兑换次数'), 'air__points_entry', 'reward', 'count', {
      where: 'record.kind == "redeem"',
    }),
  },
  layouts: {
    air__reward_record: {
      label: label('Reward', '兑换奖励'),
      head: ['kind', 'points', 'active'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'kind', 'points', 'active', 'tiers', 'valid_days', 'redeemed', ['description', 2]),
        },
      ],
      related: [
        {
          id: 'entries',
          object: 'air__points_entry',
          via: 'reward',
          fields: ['booked_at', 'member', 'points', 'voucher'],
          sort: '-booked_at',
        },
      ],
      create: ['name', 'kind', 'points', 'tiers', 'valid_days', 'description'],
    },
  },
  views: {
    air__reward_offered: {
      label: label('Offered', '可兑换奖励'),
      order: 10,
      type: 'table',
      columns: columns(['name', 260], 'kind', 'points', 'tiers', 'valid_days', 'redeemed'),
      filter: 'active == true',
      sort: 'points',
    },
    air__reward_all: {
      label: label('All rewards', '全部奖励'),
      order: 20,
      type: 'table',
      columns: columns(['name', 260], 'kind', 'points', 'active', 'tiers', 'redeemed'),
      sort: 'kind,points',
    },
  },
});

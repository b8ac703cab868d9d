import { label, may, type Capability } from '@stratacrm/sdk';

export const capabilities: Capability[] = [
  may.records(
    'contact',
    ['read', 'update'],
    [
      'name',
      'air__number',
      'air__joined_on',
      'air__tier',
      'air__tier_until',
      'air__tier_points',
      'air__points',
      'air__points_used',
      'air__last_entry',
      'air__expiring',
      'air__expires_on',
      'air__flights',
      'air__seat',
      'air__zone',
      'air__meal',
      'air__language',
      'air__assistance',
      'air__preference_note',
    ],
    label(
      'Knows members, their preferences and points; sets their number, tier and what is about to expire.',
      '读取会员、偏好与积分；写入卡号、等级和即将过期的积分。',
    ),
  ),
  may.records(
    'air__flight',
    ['read'],
    '*',
    label('Finds seats, and weighs points by distance.', '查找座位，并按航距计算积分。'),
  ),
  may.records(
    'air__segment',
    ['read', 'update'],
    '*',
    label('Checks members in with their preferences, and notes who has flown.', '按偏好办理值机，并登记乘机情况。'),
  ),
  may.records(
    'air__points_entry',
    ['read', 'create'],
    '*',
    label('Keeps the ledger of points. It never changes an entry.', '维护积分流水，从不修改已入账的记录。'),
  ),
  may.records('air__reward', ['read'], '*', label('Knows what points are redeemed for.', '读取可兑换的奖励。')),
  may.records('air__tier_terms', ['read'], '*', label('Knows what tiers ask for.', '读取等级规则。')),
  may.records(
    'air__touchpoint',
    ['read', 'create', 'update'],
    '*',
    label(
      'Gives touchpoints their title and flight, works out scores, and notes how a member found his flight.',
      '补全触点的标题与航班、计算评分，并登记会员对航班的评价。',
    ),
  ),
  may.records(
    'air__recovery',
    ['read', 'create', 'update'],
    '*',
    label(
      'Opens recoveries after poor experiences, and holds them to the limits.',
      '体验不佳时新建服务补救，并控制补偿上限。',
    ),
  ),
  may.schedule(label('Reviews tiers and expires points each night.', '每晚评定等级并处理积分过期。')),
];

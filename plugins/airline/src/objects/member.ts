import { columns, defineFields, defineRule, defineView, field, items, label, patchDocument } from '@stratacrm/sdk';
import { ASSISTANCE, SEATS, ZONES } from '../option-sets.ts';

/** A frequent flyer is a contact with a number: one person, one record. */
export const memberFields = defineFields('contact', {
  air__number: field.text(label('Membership number', '会员卡号'), { unique: true, max_length: 20 }),
  air__joined_on: field.date(label('Member since', '入会日期')),
  air__tier: field.select(label('Tier', '会员等级'), 'air__tier'),
  air__tier_until: field.date(label('Tier valid until', '等级有效期至')),
  air__tier_points: field.integer(label('Tier points, last 12 months', '近 12 个月定级积分'), { min: 0 }),
  air__seat: field.select(label('Seat', '座位偏好'), SEATS),
  air__zone: field.select(label('Part of the cabin', '客舱位置'), ZONES),
  air__meal: field.select(label('Meal', '餐食偏好'), 'air__meal'),
  air__language: field.select(label('Language on board', '服务语言'), 'air__language'),
  air__assistance: field.multiSelect(label('Assistance', '特殊协助'), ASSISTANCE),
  air__preference_note: field.text(label('What else to know', '其他偏好'), { max_length: 300 }),
  air__points: field.rollup(label('Points', '可用积分'), 'air__points_entry', 'member', 'sum', { field: 'points' }),
  air__points_used: field.rollup(
    label('Points used or expired', '已用或过期积分'),
    'air__points_entry',
    'member',
    'sum',
    {
      field: 'points',
      where: 'record.points < 0',
    },
  ),
  air__last_entry: field.rollup(
    label('Last entry of the points', '积分流水序号'),
    'air__points_entry',
    'member',
    'max',
    {
      field: 'sequence',
    },
  ),
  air__expiring: field.integer(label('Points about to expire', '即将过期积分'), { min: 0 }),
  air__expires_on: field.date(label('They expire on', '最近过期日')),
  air__flights: field.rollup(label('Flights flown', '已乘航段'), 'air__segment', 'member', 'count', {
    where: 'record.status == "flown"',
  }),
  air__last_flight: field.rollup(label('Last flight', '最近乘机'), 'air__segment', 'member', 'max', {
    field: 'departs_at',
    where: 'record.status == "flown"',
  }),
  air__experience: field.rollup(label('Experience (1 to 5)', '体验评分（1–5）'), 'air__touchpoint', 'member', 'avg', {
    field: 'score',
  }),
  air__complaints: field.rollup(label('Recoveries', '服务补救次数'), 'air__recovery', 'member', 'count'),
});

/** Numbers are given by the pack; those of a former system that are brought in may be of another kind, so it only warns. */
export const memberNumberCheck = defineRule({
  object: 'contact',
  name: 'air__membership_number',
  type: 'check',
  label: label('Membership numbers without slips', '会员卡号校验'),
  validator: 'air__membership_number_check',
  field: 'air__number',
  mode: 'warn',
});

/** The member's side of a contact, on a tab of its own. */
export const memberLayout = patchDocument('layout', 'contact_record', {
  tabs: [
    { id: 'record', $add: true, label: label('Record', '资料') },
    { id: 'air__member', $add: true, label: label('Frequent flyer', '常旅客') },
  ],
  sections: [
    {
      id: 'air__membership',
      $add: true,
      tab: 'air__member',
      label: label('Membership', '会员信息'),
      columns: 3,
      items: items(
        'air__number',
        'air__tier',
        'air__tier_until',
        'air__points',
        'air__expiring',
        'air__expires_on',
        'air__tier_points',
        'air__flights',
        'air__last_flight',
        'air__experience',
        'air__complaints',
        'air__joined_on',
      ),
    },
    {
      id: 'air__preferences',
      $add: true,
      tab: 'air__member',
      label: label('Asked for at check-in', '值机时使用的偏好'),
      columns: 2,
      items: items('air__seat', 'air__zone', 'air__meal', 'air__language', 'air__assistance', 'air__preference_note'),
    },
  ],
  related: [
    {
      id: 'air__segments',
      $add: true,
      tab: 'air__member',
      object: 'air__segment',
      via: 'member',
      fields: ['flight', 'departs_at', 'cabin', 'seat', 'status', 'points'],
      sort: '-departs_at',
    },
    {
      id: 'air__entries',
      $add: true,
      tab: 'air__member',
      object: 'air__points_entry',
      via: 'member',
      fields: ['booked_at', 'kind', 'points', 'balance', 'reward', 'segment', 'expires_on'],
      sort: '-sequence',
    },
    {
      id: 'air__touchpoints',
      $add: true,
      tab: 'air__member',
      object: 'air__touchpoint',
      via: 'member',
      fields: ['at', 'kind', 'score', 'comment', 'segment'],
      sort: '-at',
    },
    {
      id: 'air__recoveries',
      $add: true,
      tab: 'air__member',
      object: 'air__recovery',
      via: 'member',
      fields: ['subject', 'status', 'cause', 'points', 'owner'],
      sort: '-created_at',
    },
  ],
});

export const memberViews = [
  defineView({
    name: 'air__members',
    object: 'contact',
    label: label('Frequent flyers', '常旅客'),
    order: 40,
    type: 'table',
    columns: columns(
      ['name', 160],
      'air__number',
      'air__tier',
      'air__points',
      'air__tier_points',
      'air__tier_until',
      'air__flights',
      'air__experience',
      'air__last_flight',
    ),
    filter: 'air__number != null',
    sort: '-air__tier_points',
    totals: [{ field: 'air__points', function: 'sum' }],
  }),
  defineView({
    name: 'air__members_by_tier',
    object: 'contact',
    label: label('Members by tier', '会员等级看板'),
    order: 50,
    type: 'board',
    columns: columns('name', 'air__number', 'air__points', 'air__tier_until'),
    filter: 'air__number != null',
    board: { field: 'air__tier' },
  }),
  defineView({
    name: 'air__members_at_risk',
    object: 'contact',
    label: label('At risk: unhappy frequent flyers', '流失风险：体验差的常客'),
    order: 60,
    type: 'table',
    columns: columns(['name', 160], 'air__tier', 'air__experience', 'air__complaints', 'air__last_flight', 'owner'),
    filter: 'air__tier in ["gold", "platinum"] && air__experience < 3.5',
    sort: 'air__experience',
  }),
  defineView({
    name: 'air__points_expiring',
    object: 'contact',
    label: label('Points about to expire', '积分即将过期'),
    order: 70,
    type: 'table',
    columns: columns(['name', 160], 'air__tier', 'air__points', 'air__expiring', 'air__expires_on', 'email'),
    filter: 'air__expiring > 0',
    sort: 'air__expires_on',
  }),
];

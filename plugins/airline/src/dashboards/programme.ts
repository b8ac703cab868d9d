import { defineDashboard, label, tile } from '@stratacrm/sdk';

/** The frequent flyer programme: members, points, and who pays the bills. */
export const programme = defineDashboard({
  name: 'air__programme',
  label: label('Frequent flyer programme', '常旅客计划'),
  description: label('Members by tier, points earned and redeemed.', '各等级会员、积分累积与兑换。'),
  icon: 'award',
  order: 61,
  roles: ['air__loyalty_manager', 'administrator'],
  home_for: ['air__loyalty_manager'],
  filters: [{ id: 'period', type: 'period', default: 'last_12_months' }],
  tiles: [
    tile(
      'members',
      'number',
      { label: label('Members', '会员数'), at: { x: 0, y: 0, w: 3, h: 2 } },
      {
        object: 'contact',
        filter: 'air__number != null',
      },
    ),
    tile(
      'earned',
      'number',
      { label: label('Points earned', '累积积分'), at: { x: 3, y: 0, w: 3, h: 2 } },
      {
        object: 'air__points_entry',
        filter: 'kind == "earn"',
        aggregate: 'sum',
        field: 'points',
        date: 'booked_at',
        compare: 'before_to_date',
        better: 'up',
      },
    ),
    tile(
      'redeemed',
      'number',
      { label: label('Rewards redeemed', '兑换次数'), at: { x: 6, y: 0, w: 3, h: 2 } },
      {
        object: 'air__points_entry',
        filter: 'kind == "redeem"',
        date: 'booked_at',
        better: 'up',
      },
    ),
    tile(
      'outstanding',
      'number',
      { label: label('Points outstanding', '未使用积分'), at: { x: 9, y: 0, w: 3, h: 2 } },
      {
        object: 'contact',
        filter: 'air__number != null',
        aggregate: 'sum',
        field: 'air__points',
      },
    ),
    tile(
      'by_tier',
      'chart',
      { label: label('Members by tier', '会员等级分布'), at: { x: 0, y: 2, w: 4, h: 5 } },
      {
        object: 'contact',
        filter: 'air__number != null',
        chart: 'donut',
        group_by: 'air__tier',
        aggregate: 'count',
      },
    ),
    tile(
      'revenue',
      'chart',
      { label: label('Revenue by tier and cabin', '各等级舱位票款'), at: { x: 4, y: 2, w: 8, h: 5 } },
      {
        object: 'air__segment',
        filter: 'status == "flown"',
        chart: 'stacked',
        group_by: 'member.air__tier',
        split_by: 'cabin',
        aggregate: 'sum',
        field: 'paid',
        date: 'departs_at',
      },
    ),
    tile(
      'movement',
      'chart',
      { label: label('Points by month', '逐月积分变动'), at: { x: 0, y: 7, w: 7, h: 5 } },
      {
        object: 'air__points_entry',
        chart: 'stacked',
        group_by: 'booked_at',
        bucket: 'month',
        split_by: 'kind',
        aggregate: 'sum',
        field: 'points',
        date: 'booked_at',
      },
    ),
    tile(
      'best',
      'list',
      { label: label('Who flies most', '高价值会员'), at: { x: 7, y: 7, w: 5, h: 5 } },
      {
        object: 'contact',
        view: 'air__members',
        fields: ['name', 'air__tier', 'air__tier_points', 'air__experience'],
        rows: 6,
      },
    ),
  ],
});

import { defineDashboard, label, tile } from '@stratacrm/sdk';

/** What passengers feel, where it hurts, and what is done about it. */
export const experience = defineDashboard({
  name: 'air__experience',
  label: label('Passenger experience', '旅客体验'),
  description: label('Scores along the journey, and what is made good.', '旅程各触点评分与补救进展。'),
  icon: 'route',
  order: 60,
  roles: ['air__agent', 'air__loyalty_manager', 'administrator'],
  home_for: ['air__agent'],
  filters: [
    { id: 'period', type: 'period', default: 'last_90_days' },
    {
      id: 'tier',
      type: 'field',
      label: label('Tier', '会员等级'),
      fields: {
        contact: 'air__tier',
        air__touchpoint: 'member.air__tier',
        air__segment: 'member.air__tier',
        air__recovery: 'member.air__tier',
      },
    },
  ],
  tiles: [
    tile(
      'score',
      'number',
      { label: label('Experience (1 to 5)', '体验评分'), at: { x: 0, y: 0, w: 3, h: 2 } },
      {
        object: 'air__touchpoint',
        aggregate: 'avg',
        field: 'score',
        date: 'at',
        compare: 'before_to_date',
        better: 'up',
      },
    ),
    tile(
      'honoured',
      'number',
      { label: label('Seats as preferred', '座位偏好满足率'), at: { x: 3, y: 0, w: 3, h: 2 } },
      {
        object: 'air__segment',
        filter: 'preference in ["met", "partly", "missed"]',
        share: 'preference == "met"',
        date: 'departs_at',
        better: 'up',
      },
    ),
    tile(
      'open',
      'number',
      { label: label('Open recoveries', '待处理补救'), at: { x: 6, y: 0, w: 3, h: 2 } },
      {
        object: 'air__recovery',
        filter: 'status in ["open", "approved"]',
        better: 'down',
      },
    ),
    tile(
      'given',
      'number',
      { label: label('Points of compensation', '补偿积分'), at: { x: 9, y: 0, w: 3, h: 2 } },
      {
        object: 'air__recovery',
        filter: 'status == "settled"',
        aggregate: 'sum',
        field: 'points',
        date: 'settled_at',
      },
    ),
    tile(
      'by_touchpoint',
      'chart',
      { label: label('Along the journey', '旅程各触点评分'), at: { x: 0, y: 2, w: 6, h: 5 } },
      {
        object: 'air__touchpoint',
        chart: 'bar',
        group_by: 'kind',
        aggregate: 'avg',
        field: 'score',
        date: 'at',
      },
    ),
    tile(
      'over_time',
      'chart',
      { label: label('Month by month', '逐月走势'), at: { x: 6, y: 2, w: 6, h: 5 } },
      {
        object: 'air__touchpoint',
        chart: 'line',
        group_by: 'at',
        bucket: 'month',
        aggregate: 'avg',
        field: 'score',
        date: 'at',
        period: 'last_12_months',
      },
    ),
    tile(
      'poor',
      'list',
      { label: label('What hurt most', '差评'), at: { x: 0, y: 7, w: 6, h: 5 } },
      {
        object: 'air__touchpoint',
        filter: 'score <= 2',
        view: 'air__touchpoint_all',
        fields: ['kind', 'score', 'member', 'at', 'comment'],
        rows: 6,
      },
    ),
    tile(
      'recoveries',
      'list',
      { label: label('To be made good', '待补救'), at: { x: 6, y: 7, w: 6, h: 5 } },
      {
        object: 'air__recovery',
        view: 'air__recovery_open',
        fields: ['subject', 'member', 'points', 'owner'],
        rows: 6,
      },
    ),
  ],
});

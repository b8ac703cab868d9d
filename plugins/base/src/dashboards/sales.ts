import { defineDashboard, label, tile } from '@stratacrm/sdk';

const open = '!(stage in ["won", "lost"])';
const closed = 'stage in ["won", "lost"]';

/** How sales go: what was won, what is under way, and where it comes from. */
export const salesDashboard = defineDashboard({
  name: 'sales',
  label: label('Sales', '销售概览'),
  description: label(
    'What was won and lost, what is under way, and where it comes from.',
    '赢单与输单、进行中的商机及其来源。',
  ),
  icon: 'trending-up',
  home_for: ['administrator', 'sales_manager', 'sales_representative'],
  order: 10,
  filters: [
    { id: 'period', type: 'period', default: 'last_90_days' },
    { id: 'owner', type: 'owner' },
    { id: 'team', type: 'team' },
    {
      id: 'industry',
      type: 'field',
      label: label('Industry', '行业'),
      fields: { opportunity: 'account.industry', lead: 'industry' },
    },
  ],
  tiles: [
    tile(
      'won',
      'number',
      { label: label('Won', '赢单金额'), at: { x: 0, y: 0, w: 3, h: 2 } },
      {
        object: 'opportunity',
        aggregate: 'sum',
        field: 'amount',
        filter: 'stage == "won"',
        date: 'close_date',
        compare: 'before',
      },
    ),
    tile(
      'win_rate',
      'number',
      { label: label('Win rate', '赢单率'), at: { x: 3, y: 0, w: 3, h: 2 } },
      { object: 'opportunity', filter: closed, share: 'stage == "won"', date: 'close_date', compare: 'before' },
    ),
    tile(
      'deal_size',
      'number',
      { label: label('Average deal won', '平均成交金额'), at: { x: 6, y: 0, w: 3, h: 2 } },
      {
        object: 'opportunity',
        aggregate: 'avg',
        field: 'amount',
        filter: 'stage == "won"',
        date: 'close_date',
        compare: 'before',
      },
    ),
    tile(
      'under_way',
      'number',
      { label: label('Open pipeline', '进行中商机金额'), at: { x: 9, y: 0, w: 3, h: 2 } },
      { object: 'opportunity', aggregate: 'sum', field: 'amount', filter: open },
    ),
    tile(
      'by_month',
      'chart',
      { label: label('Won and lost by month', '每月赢单与输单'), at: { x: 0, y: 2, w: 7, h: 5 } },
      {
        object: 'opportunity',
        chart: 'stacked',
        aggregate: 'sum',
        field: 'amount',
        filter: closed,
        group_by: 'close_date',
        bucket: 'month',
        split_by: 'stage',
        date: 'close_date',
        period: 'last_12_months',
      },
    ),
    tile(
      'funnel',
      'chart',
      { label: label('Open pipeline by stage', '商机漏斗'), at: { x: 7, y: 2, w: 5, h: 5 } },
      {
        object: 'opportunity',
        chart: 'funnel',
        aggregate: 'sum',
        field: 'amount',
        filter: open,
        group_by: 'stage',
      },
    ),
    tile(
      'by_owner',
      'chart',
      { label: label('Open pipeline by owner', '各负责人商机'), at: { x: 0, y: 7, w: 4, h: 5 } },
      {
        object: 'opportunity',
        chart: 'bar',
        across: true,
        aggregate: 'sum',
        field: 'amount',
        filter: open,
        group_by: 'owner',
        groups: 8,
      },
    ),
    tile(
      'lost_reasons',
      'chart',
      { label: label('Why we lose', '输单原因'), at: { x: 4, y: 7, w: 4, h: 5 } },
      {
        object: 'opportunity',
        chart: 'donut',
        filter: 'stage == "lost"',
        group_by: 'lost_reason',
        order: 'value',
        date: 'close_date',
        period: 'last_12_months',
      },
    ),
    tile(
      'closing',
      'list',
      { label: label('Closing next', '即将成交'), at: { x: 8, y: 7, w: 4, h: 5 } },
      {
        object: 'opportunity',
        filter: open,
        fields: ['name', 'amount', 'close_date'],
        sort: 'close_date',
        rows: 8,
        date: 'close_date',
        period: 'next_30_days',
      },
    ),
    tile(
      'leads_by_source',
      'chart',
      { label: label('Leads by source', '线索来源'), at: { x: 0, y: 12, w: 6, h: 5 } },
      { object: 'lead', chart: 'stacked', group_by: 'source', split_by: 'rating', order: 'value' },
    ),
    tile(
      'leads_by_status',
      'chart',
      { label: label('Leads by status', '线索状态'), at: { x: 6, y: 12, w: 6, h: 5 } },
      { object: 'lead', chart: 'bar', group_by: 'status' },
    ),
  ],
});

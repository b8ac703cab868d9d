import { defineDashboard, label, tile } from '@stratacrm/sdk';

const open = '!(status in ["resolved", "closed"])';

/** How service goes: what waits, what is late, and what it is about. */
export const serviceDashboard = defineDashboard({
  name: 'service',
  label: label('Service', '服务概览'),
  description: label('What waits, what is late, and what it is about.', '待处理与逾期工单及其分布。'),
  icon: 'life-buoy',
  home_for: ['service_agent'],
  order: 20,
  filters: [
    { id: 'period', type: 'period', default: 'last_30_days' },
    { id: 'owner', type: 'owner' },
    { id: 'priority', type: 'field', fields: { case: 'priority' } },
    { id: 'channel', type: 'field', fields: { case: 'channel' } },
  ],
  tiles: [
    tile(
      'open_cases',
      'number',
      { label: label('Open cases', '未结工单'), at: { x: 0, y: 0, w: 3, h: 2 } },
      { object: 'case', filter: open, better: 'down' },
    ),
    tile(
      'late',
      'number',
      { label: label('Overdue', '已逾期'), at: { x: 3, y: 0, w: 3, h: 2 } },
      { object: 'case', filter: `${open} && due_at < now()`, better: 'down' },
    ),
    tile(
      'new_cases',
      'number',
      { label: label('New cases', '新建工单'), at: { x: 6, y: 0, w: 3, h: 2 } },
      { object: 'case', date: 'created_at', compare: 'before', better: 'down' },
    ),
    tile(
      'solved',
      'number',
      { label: label('Solved of the new', '新建工单解决率'), at: { x: 9, y: 0, w: 3, h: 2 } },
      { object: 'case', share: 'status in ["resolved", "closed"]', date: 'created_at', compare: 'before' },
    ),
    tile(
      'by_due',
      'chart',
      { label: label('Open cases by the day they are due', '未结工单到期日分布'), at: { x: 0, y: 2, w: 7, h: 5 } },
      {
        object: 'case',
        chart: 'stacked',
        filter: open,
        group_by: 'due_at',
        bucket: 'day',
        split_by: 'priority',
      },
    ),
    tile(
      'by_priority',
      'chart',
      { label: label('Open cases by priority', '未结工单优先级'), at: { x: 7, y: 2, w: 5, h: 5 } },
      { object: 'case', chart: 'donut', filter: open, group_by: 'priority' },
    ),
    tile(
      'next_due',
      'list',
      { label: label('Due next', '最先到期'), at: { x: 0, y: 7, w: 7, h: 5 } },
      { object: 'case', filter: open, fields: ['subject', 'priority', 'account', 'due_at'], sort: 'due_at', rows: 8 },
    ),
    tile(
      'by_type',
      'chart',
      { label: label('By type and channel', '类型与渠道'), at: { x: 7, y: 7, w: 5, h: 5 } },
      { object: 'case', chart: 'stacked', group_by: 'type', split_by: 'channel' },
    ),
    tile(
      'by_product',
      'chart',
      { label: label('By product', '涉及产品'), at: { x: 0, y: 12, w: 6, h: 5 } },
      { object: 'case', chart: 'bar', across: true, group_by: 'product', groups: 8 },
    ),
    tile(
      'by_status',
      'chart',
      { label: label('By status', '工单状态'), at: { x: 6, y: 12, w: 6, h: 5 } },
      { object: 'case', chart: 'bar', group_by: 'status' },
    ),
  ],
});

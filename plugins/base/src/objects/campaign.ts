import { columns, defineObject, field, items, label, option } from '@stratacrm/sdk';

export const campaign = defineObject('campaign', {
  label: label('Campaign', '市场活动'),
  plural: label('Campaigns', '市场活动'),
  description: label('An effort to win attention: an event, a mailing, a webinar.', '展会、邮件、直播等市场推广活动。'),
  icon: 'megaphone',
  navOrder: 70,
  fields: {
    name: field.text(label('Name', '名称'), { required: true, max_length: 200 }),
    type: field.select(label('Type', '类型'), [
      option('event', label('Event', '展会')),
      option('webinar', label('Webinar', '线上直播')),
      option('email', label('E-mail', '邮件')),
      option('advertisement', label('Advertisement', '广告')),
      option('social', label('Social media', '社交媒体')),
      option('referral', label('Referral programme', '转介绍计划')),
    ]),
    status: field.select(
      label('Status', '状态'),
      [
        option('planned', label('Planned', '计划中'), 'grey'),
        option('active', label('Active', '进行中'), 'teal'),
        option('completed', label('Completed', '已完成'), 'green'),
        option('cancelled', label('Cancelled', '已取消'), 'red'),
      ],
      { required: true, default: 'planned' },
    ),
    start_date: field.date(label('Start', '开始日期')),
    end_date: field.date(label('End', '结束日期')),
    budget: field.currency(label('Budget', '预算'), { min: 0 }),
    actual_cost: field.currency(label('Actual cost', '实际费用'), { min: 0 }),
    expected_revenue: field.currency(label('Expected revenue', '预期收入'), { min: 0 }),
    remaining_budget: field.formula(label('Budget left', '剩余预算'), 'decimal', 'record.budget - record.actual_cost'),
    expected_response: field.percent(label('Expected response', '预期响应率'), { min: 0, max: 100 }),
    parent: field.reference(label('Parent campaign', '上级活动'), 'campaign', { hierarchy: true }),
    description: field.longText(label('Description', '说明')),
  },
  layouts: {
    campaign_record: {
      label: label('Campaign', '市场活动'),
      head: ['type', 'status', 'start_date', 'owner'],
      sections: [
        {
          id: 'details',
          label: label('Details', '基本信息'),
          columns: 2,
          items: items('name', 'type', 'status', 'parent', 'start_date', 'end_date', ['description', 2]),
        },
        {
          id: 'money',
          label: label('Money and results', '费用与效果'),
          columns: 2,
          items: items('budget', 'actual_cost', 'remaining_budget', 'expected_revenue', 'expected_response'),
        },
        {
          id: 'system',
          label: label('System', '系统信息'),
          columns: 2,
          items: items('owner', 'created_at', 'created_by', 'updated_at', 'updated_by'),
        },
      ],
      related: [
        { id: 'leads', object: 'lead', via: 'campaign', fields: ['name', 'company', 'status', 'rating'] },
        { id: 'opportunities', object: 'opportunity', via: 'campaign', fields: ['name', 'account', 'stage', 'amount'] },
      ],
      create: ['name', 'type', 'status', 'start_date', 'end_date', 'budget'],
    },
  },
  views: {
    campaign_all: {
      label: label('All campaigns', '全部市场活动'),
      order: 10,
      type: 'table',
      columns: columns(['name', 220], 'type', 'status', 'start_date', 'end_date', 'budget', 'actual_cost', 'owner'),
      sort: '-start_date',
      totals: [
        { field: 'budget', function: 'sum' },
        { field: 'actual_cost', function: 'sum' },
      ],
    },
    campaign_calendar: {
      label: label('Campaign calendar', '活动日历'),
      order: 20,
      type: 'calendar',
      columns: columns('name', 'type', 'status'),
      calendar: { field: 'start_date' },
    },
  },
  rules: {
    campaign_dates: {
      type: 'validation',
      label: label('Ends after it starts', '结束不早于开始'),
      when: 'has(record.start_date) && has(record.end_date)',
      assert: 'record.end_date >= record.start_date',
      message: label('A campaign cannot end before it starts.', '结束日期不能早于开始日期。'),
      fields: ['end_date'],
      mode: 'enforce',
    },
  },
});

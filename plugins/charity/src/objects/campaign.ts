import { columns, defineFields, defineView, field, items, label, patchDocument } from '@stratacrm/sdk';
import { progressCards, yearLine } from '../view-types.ts';

/** A campaign of the base pack that raises money. */
export const campaignFields = defineFields('campaign', {
  give__goal: field.currency(label('Goal', '募款目标'), { min: 0 }),
  give__raised: field.rollup(label('Raised', '已募款'), 'give__gift', 'campaign', 'sum', {
    field: 'amount',
    where: 'record.status == "received"',
  }),
  give__gifts: field.rollup(label('Gifts', '捐赠笔数'), 'give__gift', 'campaign', 'count', {
    where: 'record.status == "received"',
  }),
  give__pledged: field.rollup(label('Pledged', '认捐'), 'give__pledge', 'campaign', 'sum', {
    field: 'amount',
    where: 'record.status == "active"',
  }),
  give__progress: field.formula(
    label('Of the goal (%)', '目标完成率（%）'),
    'percent',
    'record.give__goal > 0 ? record.give__raised / record.give__goal * 100 : 0',
  ),
});

export const campaignLayout = patchDocument('layout', 'campaign_record', {
  sections: [
    {
      id: 'give__funds',
      $add: true,
      $after: 'details',
      label: label('Fund-raising', '募款进展'),
      columns: 3,
      items: items('give__goal', 'give__raised', 'give__progress', 'give__gifts', 'give__pledged'),
    },
  ],
  related: [
    {
      id: 'give__gifts',
      $add: true,
      object: 'give__gift',
      via: 'campaign',
      fields: ['received_on', 'donor', 'amount', 'status'],
      sort: '-received_on',
    },
  ],
});

export const campaignViews = [
  defineView({
    name: 'give__campaigns',
    object: 'campaign',
    label: label('Fund-raising', '募款活动'),
    order: 30,
    type: 'table',
    columns: columns(
      ['name', 220],
      'status',
      'give__goal',
      'give__raised',
      'give__progress',
      'give__gifts',
      'give__pledged',
      'start_date',
      'end_date',
    ),
    filter: 'give__goal > 0',
    sort: '-start_date',
    totals: [
      { field: 'give__goal', function: 'sum' },
      { field: 'give__raised', function: 'sum' },
    ],
  }),
  defineView({
    name: 'give__campaign_progress',
    object: 'campaign',
    label: label('Progress of appeals', '募款进展'),
    order: 31,
    type: 'declared',
    columns: columns('name', 'status', 'give__goal', 'give__raised', 'give__progress'),
    filter: 'give__goal > 0',
    sort: '-start_date',
    declared: {
      view_type: progressCards.name,
      parts: {
        state: 'status',
        colour: 'status',
        progress: 'give__progress',
        raised: 'give__raised',
        goal: 'give__goal',
        until: 'end_date',
        who: 'owner',
      },
    },
  }),
  defineView({
    name: 'give__campaign_year',
    object: 'campaign',
    label: label('The year of appeals', '全年募款安排'),
    order: 32,
    type: 'declared',
    columns: columns('name', 'type', 'start_date', 'end_date'),
    declared: {
      view_type: yearLine.name,
      parts: { from: 'start_date', to: 'end_date', colour: 'status', lane: 'type' },
    },
  }),
];

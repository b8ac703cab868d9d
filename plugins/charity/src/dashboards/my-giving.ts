import { defineDashboard, label, tile } from '@stratacrm/sdk';

/** What a donor finds when he signs in: what he made possible, and what there is of his on paper. */
export const myGiving = defineDashboard({
  name: 'give__my_giving',
  label: label('My giving', '我的捐赠'),
  description: label('What you gave and where it went.', '您的捐赠及其去向。'),
  icon: 'hand-heart',
  order: 63,
  roles: ['give__donor'],
  home_for: ['give__donor'],
  filters: [],
  tiles: [
    tile(
      'year',
      'number',
      { label: label('Given this year', '今年捐赠'), at: { x: 0, y: 0, w: 3, h: 2 } },
      {
        object: 'give__gift',
        filter: 'status == "received"',
        aggregate: 'sum',
        field: 'amount',
        date: 'received_on',
        period: 'this_year',
      },
    ),
    tile(
      'total',
      'number',
      { label: label('Given in total', '累计捐赠'), at: { x: 3, y: 0, w: 3, h: 2 } },
      { object: 'give__gift', filter: 'status == "received"', aggregate: 'sum', field: 'amount' },
    ),
    tile(
      'promised',
      'number',
      { label: label('Still promised', '待履行认捐'), at: { x: 6, y: 0, w: 3, h: 2 } },
      { object: 'give__instalment', filter: 'status == "open"', aggregate: 'sum', field: 'amount' },
    ),
    tile(
      'receipts',
      'number',
      { label: label('Receipts', '捐赠票据'), at: { x: 9, y: 0, w: 3, h: 2 } },
      { object: 'give__receipt', filter: 'status == "issued"', aggregate: 'count' },
    ),
    tile(
      'years',
      'chart',
      { label: label('Over the years', '历年捐赠'), at: { x: 0, y: 2, w: 6, h: 4 } },
      {
        object: 'give__gift',
        filter: 'status == "received"',
        chart: 'bar',
        group_by: 'received_on',
        bucket: 'year',
        aggregate: 'sum',
        field: 'amount',
      },
    ),
    tile(
      'purposes',
      'chart',
      { label: label('Where it went', '捐赠去向'), at: { x: 6, y: 2, w: 6, h: 4 } },
      {
        object: 'give__gift',
        filter: 'status == "received"',
        chart: 'donut',
        group_by: 'purpose',
        aggregate: 'sum',
        field: 'amount',
      },
    ),
    tile(
      'gifts',
      'list',
      { label: label('My gifts', '捐赠记录'), at: { x: 0, y: 6, w: 6, h: 5 } },
      {
        object: 'give__gift',
        fields: ['received_on', 'amount', 'purpose', 'campaign', 'status'],
        sort: '-received_on',
        rows: 6,
      },
    ),
    tile(
      'papers',
      'list',
      { label: label('My receipts', '我的票据'), at: { x: 6, y: 6, w: 6, h: 5 } },
      {
        object: 'give__receipt',
        fields: ['number', 'issued_on', 'amount', 'status'],
        sort: '-number',
        rows: 6,
      },
    ),
  ],
});

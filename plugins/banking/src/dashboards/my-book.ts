import { defineDashboard, label, tile } from '@stratacrm/sdk';

/** The morning of a relationship manager. */
export const myBook = defineDashboard({
  name: 'bank__my_book',
  label: label('My book', '我的客户'),
  description: label('What my customers hold, earn, need and wait for.', '名下客户的资产负债、贡献、待办与机会。'),
  icon: 'briefcase',
  roles: ['bank__relationship_manager', 'administrator'],
  home_for: ['bank__relationship_manager'],
  order: 20,
  filters: [{ id: 'period', type: 'period', default: 'last_12_months' }],
  tiles: [
    tile(
      'contribution',
      'number',
      { label: label('Contribution', '利润贡献'), at: { x: 0, y: 0, w: 3, h: 2 } },
      {
        object: 'bank__profit',
        aggregate: 'sum',
        field: 'contribution',
        date: 'month',
      },
    ),
    tile(
      'deposits',
      'number',
      { label: label('Deposits', '存款余额'), at: { x: 3, y: 0, w: 3, h: 2 } },
      {
        object: 'bank__holding',
        aggregate: 'sum',
        field: 'balance',
        filter: 'side == "liability" && status == "active"',
      },
    ),
    tile(
      'loans',
      'number',
      { label: label('Loans', '贷款余额'), at: { x: 6, y: 0, w: 3, h: 2 } },
      {
        object: 'bank__holding',
        aggregate: 'sum',
        field: 'balance',
        filter: 'side == "asset" && status == "active"',
      },
    ),
    tile(
      'kyc',
      'number',
      { label: label('KYC in order', '尽职调查有效率'), at: { x: 9, y: 0, w: 3, h: 2 } },
      {
        object: 'contact',
        filter: 'bank__holdings > 0',
        share: 'bank__kyc_valid_until >= today()',
      },
    ),
    tile(
      'suggestions',
      'list',
      { label: label('What to talk about', '产品推荐'), at: { x: 0, y: 2, w: 6, h: 5 } },
      {
        object: 'bank__suggestion',
        view: 'bank__suggestion_open',
        fields: ['customer', 'product', 'because', 'share'],
        rows: 6,
      },
    ),
    tile(
      'maturing',
      'list',
      { label: label('Maturing within 90 days', '90 天内到期'), at: { x: 6, y: 2, w: 6, h: 5 } },
      {
        object: 'bank__holding',
        view: 'bank__holding_maturing',
        fields: ['customer', 'product', 'matures_on', 'balance'],
        rows: 6,
      },
    ),
    tile(
      'checks',
      'list',
      { label: label('KYC to be done', '待完成的尽职调查'), at: { x: 0, y: 7, w: 6, h: 5 } },
      {
        object: 'bank__kyc_check',
        view: 'bank__kyc_check_open',
        fields: ['customer', 'occasion', 'status', 'due_on'],
        rows: 6,
      },
    ),
    tile(
      'by_product',
      'chart',
      { label: label('Contribution by product', '各产品利润贡献'), at: { x: 6, y: 7, w: 6, h: 5 } },
      {
        object: 'bank__profit',
        chart: 'bar',
        across: true,
        group_by: 'product',
        groups: 8,
        order: 'value',
        aggregate: 'sum',
        field: 'contribution',
        date: 'month',
      },
    ),
  ],
});

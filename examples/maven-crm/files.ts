import type { FileToImport } from './import-file.ts';

/** The four files, in an order in which what is referred to comes first. */
export const files: readonly FileToImport[] = [
  {
    file: 'sales_teams.csv',
    object: 'sales_agent',
    columns: { sales_agent: 'name', manager: 'manager', regional_office: 'regional_office' },
    key: 'name',
  },
  {
    file: 'products.csv',
    object: 'product',
    columns: { product: 'name', series: 'family', sales_price: 'price' },
    key: 'name',
  },
  {
    file: 'accounts.csv',
    object: 'account',
    columns: {
      account: 'name',
      sector: 'industry',
      year_established: 'year_established',
      revenue: 'annual_revenue',
      employees: 'employees',
      office_location: 'country',
      subsidiary_of: 'parent',
    },
    key: 'name',
    expected: { sector: { technolgy: 'technology' }, office_location: { Philipines: 'Philippines' } },
  },
  {
    file: 'sales_pipeline.csv',
    object: 'opportunity',
    columns: {
      opportunity_id: 'name',
      sales_agent: 'agent',
      product: 'product',
      account: 'account',
      deal_stage: 'stage',
      engage_date: 'engage_date',
      close_date: 'close_date',
      close_value: 'amount',
    },
    key: 'name',
    expected: { product: { GTXPro: 'GTX Pro' } },
  },
];

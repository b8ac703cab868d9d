/** Fields that the list of the benchmark shows, as the API names them. */
export const LIST_FIELDS = [
  'name',
  'type',
  'industry',
  'city',
  'phone',
  'website',
  'employees',
  'annual_revenue',
  'key_account',
  'customer_since',
  'owner',
  'updated_at',
] as const;

/** The same, as a bare server selects them. */
export const LIST_COLUMNS = ['id', ...LIST_FIELDS, 'annual_revenue__currency'].map((name) => `t."${name}"`).join(', ');

/** All that the API answers of an account. */
export const ACCOUNT_COLUMNS = [
  'id',
  'name',
  'type',
  'industry',
  'parent',
  'key_account',
  'phone',
  'email',
  'website',
  'employees',
  'annual_revenue',
  'annual_revenue__currency',
  'credit_days',
  'customer_since',
  'country',
  'province',
  'city',
  'address',
  'postal_code',
  'description',
  'owner',
  'created_at',
  'created_by',
  'updated_at',
  'updated_by',
  'version',
]
  .map((name) => `t."${name}"`)
  .join(', ');

/** What a new account is given; the bare server stores as many columns as Strata does. */
export const CREATE_COLUMNS = [
  'name',
  'type',
  'industry',
  'key_account',
  'phone',
  'email',
  'website',
  'employees',
  'annual_revenue',
  'annual_revenue__currency',
  'annual_revenue__base',
  'customer_since',
  'country',
  'city',
  'address',
  'owner',
] as const;

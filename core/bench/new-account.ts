/** An account as a person or a program would enter it. */
export function newAccount(n: number, owner: string): Record<string, unknown> {
  return {
    name: `Newcomer ${n} 文具有限公司`,
    type: 'prospect',
    industry: 'retail',
    key_account: false,
    phone: `+86138${String((n * 7919) % 100_000_000).padStart(8, '0')}`,
    email: `office${n}@example.com`,
    website: `https://example.com/${n}`,
    employees: n % 5_000,
    annual_revenue: { amount: String((n * 7919) % 1_000_000), currency: 'CNY' },
    customer_since: '2024-05-01',
    country: 'China',
    city: '上海',
    address: `${n} Nanjing Road`,
    owner,
  };
}

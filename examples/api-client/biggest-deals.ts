import { StrataClient } from './client.ts';
import type { StrataObjects } from './generated/strata.d.ts';

// STRATA_URL=http://localhost:3400 STRATA_TOKEN=… node examples/api-client/biggest-deals.ts
const { STRATA_URL = 'http://localhost:3400', STRATA_TOKEN = '' } = process.env;
const client = new StrataClient<StrataObjects>(STRATA_URL, STRATA_TOKEN);

const account = await client.create('account', { name: 'Harbour Lights', industry: 'energy' });
for (const [name, amount] of [
  ['Winter contract', '1200.00'],
  ['Summer contract', '800.00'],
] as const) {
  await client.create('opportunity', { name, account: account.id, amount: { amount, currency: 'EUR' } });
}

const deals = await client.list('opportunity', {
  fields: ['name', 'amount', 'stage'],
  filter: `account == "${account.id}"`,
  sort: '-amount',
  limit: 10,
});
for (const { name, amount } of deals) process.stdout.write(`${name}: ${amount?.amount} ${amount?.currency}\n`);

import type { DemoData } from '@stratacrm/sdk';
import { accounts, contacts, customers, households } from './customers.ts';
import { holdingsOf } from './holdings.ts';
import { checksOf } from './kyc.ts';
import { officers, teams, users } from './people.ts';
import { curve, products } from './products.ts';
import { relationships } from './relationships.ts';

const { checks, documents } = checksOf(customers);
const { holdings, balances } = holdingsOf(customers);

/** A branch with two dozen persons, a dozen companies, and a year of balances; the pack works out the rest by itself. */
export const demo: DemoData = {
  teams,
  users,
  records: [
    { object: 'bank__officer', rows: officers },
    { object: 'bank__product', rows: products },
    { object: 'bank__ftp_rate', rows: curve },
    { object: 'bank__household', rows: households },
    { object: 'account', rows: accounts },
    { object: 'contact', rows: contacts },
    { object: 'bank__kyc_check', rows: checks },
    { object: 'bank__kyc_document', rows: documents },
    { object: 'bank__relationship', rows: relationships },
    { object: 'bank__holding', rows: holdings },
    { object: 'bank__balance', rows: balances },
  ],
};

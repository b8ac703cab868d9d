import type { DemoData } from '@stratacrm/sdk';
import { accounts } from './accounts.ts';
import { activities } from './activities.ts';
import { cases } from './cases.ts';
import { campaigns, products } from './catalogue.ts';
import { contacts } from './contacts.ts';
import { leads } from './leads.ts';
import { opportunities } from './opportunities.ts';
import { teams, users } from './people.ts';

/** A small company's year: enough to try every screen. */
export const demo: DemoData = {
  teams,
  users,
  records: [
    { object: 'campaign', rows: campaigns },
    { object: 'product', rows: products },
    { object: 'account', rows: accounts },
    { object: 'contact', rows: contacts },
    { object: 'lead', rows: leads },
    { object: 'opportunity', rows: opportunities },
    { object: 'case', rows: cases },
    { object: 'activity', rows: activities },
  ],
};

import { defineObject, field, label, type FieldDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { testCatalog } from '../../../testing/test-catalog.ts';
import { renameInExpression } from './rename-in-expression.ts';

const text = (en: string) => label(en, en);

const documents = [
  ...defineObject('account', {
    label: text('Account'),
    plural: text('Accounts'),
    fields: { name: field.text(text('Name')) },
  }),
  ...defineObject('order', {
    label: text('Order'),
    plural: text('Orders'),
    fields: {
      name: field.text(text('Name')),
      account: { type: 'reference', label: text('Account'), to: 'account' },
      lines: { type: 'children', label: text('Lines'), children: 'line', via: 'order' },
    },
  }),
  ...defineObject('line', {
    label: text('Line'),
    plural: text('Lines'),
    fields: {
      name: field.text(text('Name')),
      order: { type: 'reference', label: text('Order'), to: 'order', on_delete: 'cascade', required: true },
      supplier: { type: 'reference', label: text('Supplier'), to: 'account' },
      quantity: field.integer(text('Quantity')),
    },
  }),
];
const catalog = testCatalog(documents);

function renamed(source: string, name: string, to: string): string {
  const [object = '', fieldName = ''] = name.split('.');
  const document = catalog.object(object).fields[fieldName] as FieldDocument;
  return renameInExpression({ source, object: 'order', form: 'record', path: [] }, { document, to, catalog });
}

test.each([
  ['line.quantity', 'amount', 'record.lines.exists(l, l.quantity > 1)', 'record.lines.exists(l, l.amount > 1)'],
  ['order.lines', 'items', 'record.lines.exists(l, l.name == "lines")', 'record.items.exists(l, l.name == "lines")'],
  [
    'order.account',
    'client',
    'record.lines.exists(l, l.order.account.name == "x")',
    'record.lines.exists(l, l.order.client.name == "x")',
  ],
  [
    'order.account',
    'client',
    'record.account.related("order.account").size() > 1',
    'record.client.related("order.client").size() > 1',
  ],
  [
    'order.lines',
    'items',
    'record.account.related("order.account").all(o, o.lines.size() > 1)',
    'record.account.related("order.account").all(o, o.items.size() > 1)',
  ],
  [
    'line.supplier',
    'vendor',
    'record.account.related("line.supplier").filter(l, l.supplier != null).size() > 1',
    'record.account.related("line.vendor").filter(l, l.vendor != null).size() > 1',
  ],
  [
    'order.account',
    'client',
    'changed("account") || record.lines.size() > 1',
    'changed("client") || record.lines.size() > 1',
  ],
])('%s becomes %s in %s', (name, to, before, after) => {
  expect(renamed(before, name, to)).toBe(after);
});

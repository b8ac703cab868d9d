import { defineObject, field, label, option, type Document, type FieldDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { testCatalog } from '../../../testing/test-catalog.ts';
import { workflowOf } from '../../../testing/test-workflows.ts';
import { rewritten } from './rename-document.ts';

const text = (en: string) => label(en, en);

const catalog = testCatalog([
  ...defineObject('account', {
    label: text('Account'),
    plural: text('Accounts'),
    fields: { name: field.text(text('Name')), tier: field.text(text('Tier')), score: field.integer(text('Score')) },
  }),
  ...defineObject('order', {
    label: text('Order'),
    plural: text('Orders'),
    fields: {
      name: field.text(text('Name')),
      tier: field.text(text('Tier of its own')),
      account: field.reference(text('Account'), 'account'),
      state: field.select(text('State'), [option('new', text('New')), option('won', text('Won'))]),
    },
  }),
]);

const workflow = workflowOf(
  'orders',
  {
    type: 'record_updated',
    settings: {
      object: 'order',
      fields: ['tier'],
      when: 'record.account.tier == old.account.tier && record.tier != "tier"',
    },
  },
  [
    { id: 'large', type: 'condition', settings: { when: 'record.account.tier == "a" && record.tier == "a"' } },
    {
      id: 'alike',
      type: 'find_records',
      settings: {
        object: 'account',
        filter: 'tier == {{record.account.tier}} && name != "tier" && score > {{ 1 + 1 }}',
      },
    },
    {
      id: 'mark',
      type: 'update_record',
      settings: { record: 'record.account', values: { tier: 'alike.tier', score: 'alike_count' } },
    },
    {
      id: 'tell',
      type: 'notify',
      settings: {
        text: 'Tier {{ record.account.tier }}, was {{record.tier}}',
        people: [{ kind: 'expression', value: 'record.owner' }],
      },
    },
  ],
  {
    tests: [
      {
        name: 'one',
        given: { record: { tier: 'a' }, old: { tier: 'b' }, records: [{ object: 'account', values: { tier: 'a' } }] },
        expect: { writes: [{ object: 'account', action: 'update', values: { tier: 'a' } }] },
      },
    ],
  },
) as Document;

function renamed(document: Document, name: 'account.tier' | 'account' | 'order.tier', to: string): string {
  const [object = '', fieldName] = name.split('.');
  const of =
    fieldName === undefined ? catalog.object(object) : (catalog.object(object).fields[fieldName] as FieldDocument);
  return JSON.stringify(rewritten(document, { document: of as Document, to, catalog }));
}

test('A renamed field has its new name in conditions, values, filters, texts and tests of workflows, and no other has', () => {
  const expected = JSON.stringify(workflow)
    .replaceAll('account.tier', 'account.level')
    .replace('"filter":"tier ==', '"filter":"level ==')
    .replace('"values":{"tier":"alike.tier"', '"values":{"level":"alike.level"')
    .replaceAll('"object":"account","values":{"tier"', '"object":"account","values":{"level"')
    .replace('"action":"update","values":{"tier"', '"action":"update","values":{"level"');
  expect(renamed(workflow, 'account.tier', 'level')).toBe(expected);
});

test('A field of the same name at another object is another', () => {
  const expected = JSON.stringify(workflow)
    .replace('"fields":["tier"]', '"fields":["rank"]')
    .replaceAll('record.tier', 'record.rank')
    .replace('"record":{"tier"', '"record":{"rank"')
    .replace('"old":{"tier"', '"old":{"rank"');
  expect(renamed(workflow, 'order.tier', 'rank')).toBe(expected);
});

test('A renamed object is followed into settings and tests', () => {
  expect(renamed(workflow, 'account', 'client')).toBe(
    JSON.stringify(workflow).replaceAll('"object":"account"', '"object":"client"'),
  );
});

test('Guards and values of a process follow', () => {
  const process = {
    kind: 'process',
    id: 'p',
    name: 'orders',
    label: text('Orders'),
    object: 'order',
    field: 'state',
    stages: [
      { id: 'new', category: 'open' },
      { id: 'won', category: 'won' },
    ],
    transitions: [
      {
        id: 'win',
        from: 'new',
        to: 'won',
        guard: 'record.account.tier == "a"',
        allowed: 'old.account.tier != "b"',
        set: { tier: 'record.account.tier' },
      },
    ],
  } as unknown as Document;
  expect(renamed(process, 'account.tier', 'level')).toBe(
    JSON.stringify(process).replaceAll('account.tier', 'account.level'),
  );
});

test('Templates of mails keep all that stands around what is renamed', () => {
  const template = {
    kind: 'email_template',
    id: 't',
    name: 'thanks',
    label: text('Thanks'),
    object: 'order',
    subject: { en: 'Your tier: {{ record.account.tier }}', zh: '等级：{{record.account.tier}}' },
    body: {
      en: '<p>Dear {{ record.name }},</p><p>{{ record.account.tier &gt; &quot;a&quot; }} {{link}}</p>',
      zh: '<p>您好</p>',
    },
  } as unknown as Document;
  expect(renamed(template, 'account.tier', 'level')).toBe(
    JSON.stringify(template).replaceAll('account.tier', 'account.level'),
  );
});

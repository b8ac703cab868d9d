import { defineObject, defineRole, field, label, option, type DocumentDraft } from '@stratacrm/sdk';

const text = (en: string) => label(en, en);

/** A small model with one of everything that records have to cope with. */
export const SALES_DOCUMENTS: readonly DocumentDraft[] = [
  ...defineObject('account', {
    label: text('Account'),
    plural: text('Accounts'),
    fields: {
      name: field.text(text('Name'), { required: true }),
      code: field.text(text('Code'), { unique: true }),
      industry: field.select(text('Industry'), [
        option('energy', label('Energy', '能源')),
        option('retail', label('Retail', '零售')),
      ]),
      revenue: field.currency(text('Revenue')),
      employees: field.integer(text('Employees'), { min: 0 }),
      rating: field.decimal(text('Rating'), { scale: 1 }),
      founded: field.date(text('Founded')),
      active: field.boolean(text('Active'), { default: true }),
      tags: field.multiSelect(text('Tags'), [option('key', label('Key', '重点')), option('new', label('New', '新'))]),
      website: field.url(text('Website')),
      secret: field.text(text('Secret')),
      big: { type: 'formula', label: text('Big'), expression: 'record.employees > 100', result: 'boolean' },
      hint: { type: 'formula', label: text('Hint'), expression: 'record.secret', result: 'text' },
      parent: { type: 'reference', label: text('Parent'), to: 'account', on_delete: 'clear' },
    },
  }),
  ...defineObject('contact', {
    label: text('Contact'),
    plural: text('Contacts'),
    fields: {
      name: field.text(text('Name'), { required: true }),
      email: field.email(text('E-mail'), { unique: true }),
      notes: field.longText(text('Notes')),
      account: { type: 'reference', label: text('Account'), to: 'account', on_delete: 'cascade' },
      industry: {
        type: 'formula',
        label: text('Industry'),
        expression: 'record.account.industry',
        result: 'text',
      },
    },
  }),
  ...defineObject('deal', {
    label: text('Deal'),
    plural: text('Deals'),
    fields: {
      number: { type: 'auto_number', label: text('Number'), format: 'D-{0000}' },
      name: field.text(text('Name'), { required: true }),
      account: { type: 'reference', label: text('Account'), to: 'account', on_delete: 'restrict' },
      contact: { type: 'reference', label: text('Contact'), to: 'contact', on_delete: 'clear' },
      stage: field.select(
        text('Stage'),
        [
          option('new', label('New', '新建')),
          option('offer', label('Offer', '报价')),
          option('won', label('Won', '赢单')),
        ],
        { default: 'new' },
      ),
      amount: field.currency(text('Amount')),
      discount: field.percent(text('Discount')),
      close_date: field.date(text('Close date')),
      closed_at: field.datetime(text('Closed at')),
      reason: field.text(text('Reason')),
    },
    rules: {
      positive: {
        type: 'validation',
        label: text('Positive'),
        assert: '!has(record.amount) || record.amount >= 0',
        message: label('The amount must not be negative', '金额不能为负'),
        fields: ['amount'],
        mode: 'enforce',
      },
      large: {
        type: 'validation',
        label: text('Large'),
        assert: '!has(record.amount) || record.amount < 1000000',
        message: label('A very large deal', '大额商机'),
        fields: ['amount'],
        mode: 'warn',
      },
      energy: {
        type: 'validation',
        label: text('Energy'),
        when: 'has(record.account)',
        assert: 'record.account.industry != "retail"',
        message: label('No deals with retail', '不做零售'),
        mode: 'shadow',
      },
      closing: {
        type: 'default',
        label: text('Closing'),
        field: 'close_date',
        on: 'create',
        value: 'today()',
      },
    },
    process: {
      name: 'deal_process',
      label: text('Process'),
      field: 'stage',
      stages: [
        { id: 'new', category: 'open' },
        { id: 'offer', category: 'open' },
        { id: 'won', category: 'won' },
      ],
      transitions: [
        { id: 'a', from: 'new', to: 'offer', requires: ['amount'] },
        { id: 'b', from: 'offer', to: 'won', guard: 'record.amount > 0', message: label('Nothing to win', '没有金额') },
      ],
    },
  }),
  ...defineObject('activity', {
    label: text('Activity'),
    plural: text('Activities'),
    timeline: { at: 'at', title: 'name', type: 'type', body: 'body' },
    fields: {
      name: field.text(text('Subject'), { required: true }),
      type: field.select(text('Type'), [option('call', label('Call', '电话')), option('note', label('Note', '备注'))]),
      at: field.datetime(text('At')),
      body: field.longText(text('Body')),
      account: { type: 'reference', label: text('Account'), to: 'account', on_delete: 'cascade' },
    },
  }),
  defineRole({ name: 'everything', label: text('Everything'), grants: { '*': all() } }),
  defineRole({
    name: 'own_only',
    label: text('Own only'),
    grants: {
      account: { ...rows('record.owner == user.id'), fields: { '*': 'edit', secret: 'none', employees: 'read' } },
      contact: rows('record.owner == user.id || record.owner.team in user.managed_teams'),
      deal: { ...rows('record.owner == user.id'), delete: false },
    },
  }),
];

function all() {
  return { create: true, read: true, update: true, delete: true, export: true };
}

function rows(rule: string) {
  return { create: true, read: rule, update: rule, delete: rule, export: false };
}

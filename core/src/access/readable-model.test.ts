import { columns, defineObject, defineRole, field, items, label, option } from '@stratacrm/sdk';
import { describe, expect, it } from 'vitest';
import { testCatalog } from '../../testing/test-catalog.ts';
import { compileAccess } from './compile-access.ts';
import { readableModel } from './readable-model.ts';

const text = label('Text', '文本');

const catalog = testCatalog([
  ...defineObject('company', {
    label: text,
    plural: text,
    fields: { name: field.text(text), margin: field.integer(text) },
  }),
  ...defineObject('deal', {
    label: text,
    plural: text,
    fields: {
      name: field.text(text),
      company: field.reference(text, 'company'),
      cost: field.integer(text),
      stage: field.select(text, [option('open', text), option('won', text)]),
      amount: field.integer(text),
      profit: field.formula(text, 'integer', 'record.cost + 1'),
      doubled: field.formula(text, 'integer', 'record.amount * 2'),
      bonus: field.formula(text, 'integer', 'record.profit + 1'),
      costed_on: field.date(text),
      grade: field.select(text, [{ ...option('fine', text), when: ['costly'] }], { controlled_by: 'cost_class' }),
      cost_class: field.select(text, [option('costly', text)]),
      price: field.currency(text, { rate_date: 'costed_on' }),
    },
    unique: [
      { name: 'open_name', fields: ['name'], where: 'record.stage == "open"' },
      { name: 'cheap_name', fields: ['name'], where: 'record.cost < 10' },
      { name: 'priced', fields: ['name', 'cost'] },
    ],
    partitionBy: 'costed_on',
    layouts: {
      page: {
        label: text,
        head: ['stage', 'cost'],
        sections: [
          {
            id: 'main',
            label: text,
            columns: 2,
            visible: 'record.cost > 1',
            items: [...items('name', 'cost'), { id: 'stage', field: 'stage', visible: 'record.company.margin > 1' }],
          },
        ],
        related: [],
        create: ['name', 'cost'],
      },
    },
    views: {
      all: {
        label: text,
        type: 'table',
        columns: columns('name', 'cost', 'company.margin', 'company.name'),
        sort: '-cost,name',
      },
      cheap: { label: text, type: 'table', columns: columns('name'), filter: 'cost < 10' },
    },
    rules: {
      cost_given: { label: text, type: 'validation', assert: 'record.cost > 0', message: text, mode: 'enforce' },
      name_given: {
        label: text,
        type: 'validation',
        assert: 'has(record.name)',
        message: text,
        mode: 'enforce',
        fields: ['name', 'cost'],
      },
    },
  }),
  ...defineObject('payroll', {
    label: text,
    plural: text,
    fields: { name: field.text(text), deal: field.reference(text, 'deal') },
  }),
  defineRole({
    name: 'boss',
    label: text,
    grants: { '*': { create: true, read: true, update: true } },
    rights: ['configure'],
  }),
  defineRole({
    name: 'clerk',
    label: text,
    grants: {
      deal: {
        read: 'record.owner == user.id',
        update: true,
        fields: { '*': 'edit', cost: 'none', costed_on: 'none', cost_class: 'none', stage: 'read' },
      },
      company: { read: true, fields: { '*': 'read', margin: 'none' } },
    },
  }),
]);

const ofClerk = readableModel(catalog, compileAccess(catalog, ['clerk']));
const deal = ofClerk.objects['deal']!;

describe('the model a clerk is told', () => {
  it('names nothing that he may not read, anywhere', () => {
    const told = JSON.stringify(ofClerk);
    expect(told).not.toContain('payroll');
    expect(told).not.toContain('cost');
    expect(told).not.toContain('margin');
    // What is computed from it would tell it.
    expect(told).not.toContain('profit');
    expect(told).not.toContain('bonus');
  });

  it('keeps what he may read', () => {
    expect(Object.keys(ofClerk.objects).sort()).toEqual(['company', 'deal', 'team', 'user']);
    expect(deal.fields['doubled']?.expression).toBe('record.amount * 2');
    expect(ofClerk.rights.objects['deal']?.fields['doubled']).toBe('read');
    expect(deal.layouts[0]?.sections[0]?.items.map((item) => item.field)).toEqual(['name', 'stage']);
    expect(deal.views.find((view) => view.name === 'all')).toMatchObject({
      columns: [{ name: 'name' }, { name: 'company.name' }],
      sort: 'name',
    });
    expect(deal.rules.map((rule) => rule.name)).toEqual(['name_given']);
    expect(deal.unique?.map((rule) => rule.name)).toEqual(['open_name']);
    expect(deal.fields['grade']?.options).toEqual([option('fine', text)]);
  });

  it('leaves a view out that would show other records without its filter', () => {
    expect(deal.views.map((view) => view.name)).not.toContain('cheap');
  });

  it('says what he may do', () => {
    expect(ofClerk.rights.objects['deal']?.verbs).toEqual({
      create: 'no',
      read: 'some',
      update: 'yes',
      delete: 'no',
      export: 'no',
      share: 'no',
    });
    expect(ofClerk.rights.objects['deal']?.fields).toMatchObject({
      name: 'edit',
      stage: 'read',
      owner: 'edit',
      id: 'read',
    });
    expect(ofClerk.rights.system).toEqual([]);
  });

  it('tells no role and no row rule', () => {
    expect(JSON.stringify(ofClerk)).not.toContain('user.id');
    expect(JSON.stringify(readableModel(catalog, compileAccess(catalog, ['boss'])))).not.toContain('grants');
  });
});

describe('the model the boss is told', () => {
  it('is all of it', () => {
    const model = readableModel(catalog, compileAccess(catalog, ['boss']));
    expect(model.objects['deal']).toEqual(catalog.model.objects['deal']);
    expect(Object.keys(model.objects)).toHaveLength(5);
  });
});

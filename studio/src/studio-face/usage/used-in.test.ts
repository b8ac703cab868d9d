import type { CompiledField, CompiledObject, Document } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { usesOfField } from './used-in.ts';

const label = { en: 'x', zh: 'x' };

function field(name: string, type = 'text', to?: string): CompiledField {
  return { kind: 'field', id: name, name, object: 'o', label, type, system: false, origin: 'base', ...(to && { to }) };
}

function object(name: string, fields: CompiledField[]): CompiledObject {
  return {
    kind: 'object',
    id: name,
    name,
    label,
    label_plural: label,
    name_field: 'name',
    origin: 'base',
    managed: false,
    fields: Object.fromEntries(fields.map((each) => [each.name, each])),
    layouts: [],
    views: [],
    rules: [],
  };
}

const model = {
  objects: {
    deal: object('deal', [field('name'), field('account', 'reference', 'account')]),
    account: object('account', [field('name'), field('industry')]),
  },
};

const documents: Document[] = [
  {
    kind: 'layout',
    id: '1',
    name: 'deal_record',
    label,
    object: 'deal',
    head: [],
    sections: [],
    related: [],
    create: ['name'],
  },
  {
    kind: 'view',
    id: '2',
    name: 'by_industry',
    label,
    object: 'deal',
    type: 'table',
    columns: [{ name: 'account.industry' }],
  },
  {
    kind: 'rule',
    id: '3',
    name: 'energy',
    label,
    object: 'deal',
    type: 'validation',
    assert: 'record.account.industry == "energy"',
    message: label,
    mode: 'warn',
  },
  {
    kind: 'dashboard',
    id: '7',
    name: 'desk',
    label,
    format: 1,
    filters: [{ id: 'industry', type: 'field', fields: { deal: 'account.industry' } }],
    tiles: [
      {
        id: 'names',
        type: 'number',
        label,
        at: { x: 0, y: 0, w: 3, h: 2 },
        settings: { object: 'deal', filter: 'name == "x"' },
      },
    ],
  },
  {
    kind: 'rule',
    id: '4',
    name: 'broken',
    label,
    object: 'deal',
    type: 'validation',
    assert: 'record.account.industry ==',
    message: label,
    mode: 'warn',
  },
  { kind: 'role', id: '5', name: 'sales', label, grants: { account: { read: true, fields: { industry: 'none' } } } },
  {
    kind: 'view',
    id: '6',
    name: 'gone',
    label,
    object: 'account',
    type: 'table',
    columns: [{ name: 'industry' }],
    archived: true,
  },
];

test('a field is found through references, in expressions that check and in those that do not', () => {
  const uses = usesOfField(model, documents, 'account', 'industry').map((use) => use.key);
  expect(uses).toEqual(['by_industry', 'energy', 'desk', 'broken', 'sales']);
});

test('a reference is used by every path that passes through it', () => {
  expect(usesOfField(model, documents, 'deal', 'account').map((use) => use.key)).toEqual([
    'by_industry',
    'energy',
    'desk',
    'broken',
  ]);
  expect(usesOfField(model, documents, 'deal', 'name').map((use) => use.key)).toEqual(['deal_record', 'desk']);
});

import type { CompiledField, CompiledObject } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { completionsAt } from './completions.ts';

const label = { en: 'x', zh: 'x' };

function field(name: string, changes: Partial<CompiledField> = {}): CompiledField {
  return { kind: 'field', id: name, name, object: 'o', label, type: 'text', system: false, origin: 'base', ...changes };
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
    account: object('account', [
      field('name'),
      field('industry', { type: 'select', options: [{ value: 'energy', label }] }),
    ]),
    opportunity: object('opportunity', [field('name'), field('account', { type: 'reference', to: 'account' })]),
  },
};

const at = (source: string, form: 'filter' | 'record' = 'record'): string[] => {
  const { items } = completionsAt(source, source.length, { model, object: 'opportunity', form });
  return items.map((item) => item.text);
};

test('at the beginning stand the names and the functions', () => {
  expect(at('')).toEqual(expect.arrayContaining(['record', 'user', 'today', 'has']));
  expect(at('', 'filter')).toEqual(expect.arrayContaining(['account', 'user', 'today']));
});

test('behind a dot stand the fields, also those of the object a reference points to', () => {
  expect(at('record.')).toEqual(['name', 'account']);
  expect(at('record.account.ind')).toEqual(['name', 'industry']);
  expect(at('user.')).toContain('managed_teams');
  expect(at('account.', 'filter')).toEqual(['name', 'industry']);
});

test('behind a text stand its methods', () => {
  expect(at('record.name.')).toContain('startsWith');
});

test('behind a comparison with a select stand its options', () => {
  expect(at('record.account.industry == ')).toEqual(['"energy"']);
  expect(at('record.account.industry in ["')).toEqual(['"energy"']);
});

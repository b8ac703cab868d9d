import type { CompiledModel, Document, FieldDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { workingModel } from './working-model.ts';

const label = { en: 'x', zh: 'x' };

function field(name: string, changes: Partial<FieldDocument> = {}): FieldDocument {
  return { kind: 'field', id: `id-${name}`, name, object: 'account', type: 'text', label, ...changes };
}

const preview: CompiledModel = {
  release: 3,
  variant: '',
  workspace: {
    name: 'W',
    currency: 'CNY',
    exchange_rates: {},
    phone_country: 'CN',
    time_zone: 'Asia/Shanghai',
    locale: 'zh',
  },
  objects: {
    account: {
      kind: 'object',
      id: 'o',
      name: 'account',
      label,
      label_plural: label,
      name_field: 'name',
      origin: 'base',
      managed: false,
      fields: {
        name: { ...field('name'), system: false, origin: 'base' },
        created_at: { ...field('created_at'), type: 'datetime', system: true, origin: 'platform' },
      },
      layouts: [],
      views: [],
      rules: [],
    },
  },
};

const working = (...documents: Document[]): CompiledModel =>
  workingModel(
    preview,
    documents.map((document) => ({ document, origin: 'workspace' })),
  );

test('a new field stands before the system fields', () => {
  expect(Object.keys(working(field('tier')).objects['account']?.fields ?? {})).toEqual(['name', 'tier', 'created_at']);
});

test('an archived field is gone, a renamed one stands under its new name only', () => {
  expect(working(field('name', { archived: true })).objects['account']?.fields).not.toHaveProperty('name');
  const renamed = working({ ...field('title'), id: 'id-name' }).objects['account']?.fields ?? {};
  expect(Object.keys(renamed)).toEqual(['title', 'created_at']);
});

test('options come from the shared set as edited', () => {
  const options = [{ value: 'a', label }];
  const model = working(
    { kind: 'option_set', id: 's', name: 'sizes', label, options },
    field('size', { type: 'select', option_set: 'sizes' }),
  );
  expect(model.objects['account']?.fields['size']?.options).toEqual(options);
});

test('a new object has the system fields of every object', () => {
  const model = working(
    { kind: 'object', id: 'n', name: 'flight', label, label_plural: label, name_field: 'number' },
    field('number', { object: 'flight' }),
  );
  expect(Object.keys(model.objects['flight']?.fields ?? {})).toEqual(['number', 'created_at']);
});

test('the preview itself is not changed', () => {
  const before = JSON.stringify(preview);
  working(field('tier'), field('name', { archived: true }));
  expect(JSON.stringify(preview)).toBe(before);
});

import type { DocumentChange } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { groupByObject, propertyWords, shortValue, toldOneByOne } from './change-words.ts';

function change(kind: DocumentChange['kind'], key: string, object?: string): DocumentChange {
  return {
    kind,
    key,
    label: { en: key, zh: key },
    action: 'change',
    properties: [],
    ...(object === undefined ? {} : { object }),
  };
}

test('an object and its parts stand together, roles at the end', () => {
  const groups = groupByObject([
    change('role', 'sales'),
    change('field', 'account.tier', 'account'),
    change('object', 'flight'),
    change('layout', 'account_record', 'account'),
  ]);
  expect(groups.map(({ object, changes }) => [object, changes.length])).toEqual([
    ['account', 2],
    ['flight', 1],
    [null, 1],
  ]);
});

test('known properties have words, others keep their path', () => {
  expect(propertyWords('label.en')).toEqual({ known: 'studio.label', rest: 'en' });
  expect(propertyWords('sections.main.items')).toEqual({ known: 'designer.layout.form', rest: 'main.items' });
  expect(propertyWords('max_length')).toEqual({ known: null, rest: 'max_length' });
});

test('what is written about a document is told line by line', () => {
  const lines = toldOneByOne([{ path: 'meta', from: null, to: { owner: 'ann@example.com', purpose: 'Renewals' } }]);
  expect(lines.map(({ path, to }) => [propertyWords(path).known, to])).toEqual([
    ['about.owner', 'ann@example.com'],
    ['about.purpose', 'Renewals'],
  ]);
});

test('values are shown where they fit a line', () => {
  expect(shortValue('a')).toBe('a');
  expect(shortValue(['a', 'b'])).toBe('a, b');
  expect(shortValue({ value: 'gold', label: { en: 'Gold', zh: '金' } })).toBe('Gold');
  expect(shortValue({ id: 'main', columns: 2 })).toBe('main');
  expect(shortValue({ en: 'Who pays', zh: '付款方' })).toBe('Who pays / 付款方');
  expect(shortValue({ en: 'Who pays', zh: '' })).toBe('Who pays');
  expect(shortValue([{ a: 1 }])).toBeUndefined();
});

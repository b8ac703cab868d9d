import type { FieldDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { compareDocuments } from './compare-documents.ts';

function field(name: string, changes: Partial<FieldDocument> = {}): FieldDocument {
  return {
    kind: 'field',
    id: `id-${name}`,
    name,
    object: 'account',
    type: 'text',
    label: { en: name, zh: '' },
    ...changes,
  };
}

test('equal documents have no differences, whatever the order of their properties', () => {
  const { label, ...rest } = field('tier');
  expect(compareDocuments([field('tier')], [{ label, ...rest }])).toEqual([]);
});

test('added, removed, changed', () => {
  const changes = compareDocuments(
    [field('tier'), field('size')],
    [field('size', { required: true, label: { en: 'Size', zh: '' } }), field('score')],
  );
  expect(changes.map(({ action, key, object }) => [action, key, object])).toEqual([
    ['remove', 'account.tier', 'account'],
    ['change', 'account.size', 'account'],
    ['add', 'account.score', 'account'],
  ]);
  expect(changes[1]?.properties).toEqual([
    { path: 'label.en', from: 'size', to: 'Size' },
    { path: 'required', from: null, to: true },
  ]);
});

test('a rename and an archive say so', () => {
  const renamed = { ...field('size'), id: 'id-tier' };
  expect(compareDocuments([field('tier')], [renamed])[0]?.action).toBe('rename');
  expect(compareDocuments([field('tier')], [field('tier', { archived: true })])[0]?.action).toBe('archive');
  expect(compareDocuments([field('tier', { archived: true })], [field('tier')])[0]?.action).toBe('restore');
});

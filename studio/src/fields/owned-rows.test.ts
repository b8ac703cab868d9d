import type { CompiledField, JsonValue, ModelResponse } from '@stratacrm/sdk';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCatalogue } from '../stores/catalogue.ts';
import { CHANGED, GONE, KEY, ownedInput, ownedPaths, rowProblems, type OwnedRow } from './owned-rows.ts';

const label = { en: 'x', zh: 'x' };

function field(object: string, name: string, type: string, more: Partial<CompiledField> = {}): CompiledField {
  return { kind: 'field', id: `${object}.${name}`, name, object, type, label, system: false, origin: 'test', ...more };
}

const lines = field('order', 'lines', 'children', { children: 'line', via: 'order' });
const plain = (_: CompiledField, value: JsonValue | undefined): JsonValue => value ?? null;

beforeEach(() => {
  setActivePinia(createPinia());
  const fields = [
    field('line', 'title', 'text'),
    field('line', 'order', 'reference', { to: 'order', required: true, on_delete: 'cascade' }),
    field('line', 'quantity', 'integer', { required: true }),
    field('line', 'total', 'formula', { expression: 'record.quantity', result: 'integer', required: true }),
  ];
  const line = {
    name: 'line',
    name_field: 'title',
    label,
    label_plural: label,
    managed: false,
    layouts: [],
    views: [],
    rules: [],
  };
  const rights = { verbs: { create: 'yes', read: 'yes', update: 'yes', delete: 'yes' }, fields: { '*': 'edit' } };
  useCatalogue().model = {
    objects: { line: { ...line, fields: Object.fromEntries(fields.map((each) => [each.name, each])) } },
    rights: { system: [], objects: { line: rights } },
  } as unknown as ModelResponse;
});

const rows: OwnedRow[] = [
  { id: 'a', version: 1, title: 'kept', quantity: 1 },
  { id: 'b', version: 2, title: 'new title', quantity: 2, [CHANGED]: ['title'] },
  { [KEY]: 'k', title: 'fresh', quantity: null },
  { id: 'c', version: 3, title: 'gone', quantity: 3, [GONE]: true },
];

describe('rows of an owned list', () => {
  test('ask for what the grid shows, and not for the record they belong to', () => {
    expect(ownedPaths(lines)).toEqual(['version', 'title', 'quantity', 'total']);
  });

  test('say only what was done to them', () => {
    expect(ownedInput(lines, rows, plain)).toEqual({
      create: [{ title: 'fresh' }],
      update: [{ id: 'b', version: 2, title: 'new title' }],
      delete: ['c'],
    });
    expect(ownedInput(lines, rows.slice(0, 1), plain)).toBeNull();
    expect(ownedInput(lines, undefined, plain)).toBeNull();
  });

  test('are found again by the places the server speaks of', () => {
    const found = rowProblems(rows, {
      'create[0].quantity': 'missing',
      'update[0]': 'moved on',
      'delete[0]': 'not yours',
    });
    expect([...found]).toEqual([
      [rows[2], { quantity: 'missing' }],
      [rows[1], { '': 'moved on' }],
      [rows[3], { '': 'not yours' }],
    ]);
  });
});

import type { ViewDocument } from '@stratacrm/sdk';
import { expect, test } from 'vitest';
import { changedView, sortKeys, sortText } from './view-editing.ts';

test('an order is read and written the same', () => {
  expect(sortKeys('stage,-amount')).toEqual([
    { field: 'stage', descending: false },
    { field: 'amount', descending: true },
  ]);
  expect(sortText(sortKeys('stage,-amount'))).toBe('stage,-amount');
  expect(sortKeys(undefined)).toEqual([]);
  expect(sortText([])).toBeUndefined();
});

test('what is set to undefined is gone', () => {
  const view: ViewDocument = {
    kind: 'view',
    id: '1',
    name: 'a',
    label: { en: 'A', zh: 'A' },
    object: 'account',
    type: 'table',
    columns: [],
    filter: 'x',
  };
  expect(changedView(view, { filter: undefined })).not.toHaveProperty('filter');
  expect(changedView(view, { group_by: 'owner' })).toMatchObject({ group_by: 'owner', filter: 'x' });
});
